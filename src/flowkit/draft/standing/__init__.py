"""A plan that stands, brought up to its sources: ids are permanent, and what people wrote stays as they wrote it."""
