"""Which fields are kept in every interface language: names and labels only, never texts."""

from modeltranslation.translator import TranslationOptions, register

from archive.models import Organisation, Source, Topic


@register([Organisation, Source, Topic])
class NameInEveryLanguage(TranslationOptions):
    fields = ("name",)
