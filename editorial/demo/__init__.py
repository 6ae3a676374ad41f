"""The demonstration: an invented collection as data, and the steps that carry it through the real flow."""
