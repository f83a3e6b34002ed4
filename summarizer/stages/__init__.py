"""The stages of the pipeline that need more than one of the packages below."""
