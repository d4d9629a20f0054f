"""What every call and page stands on: context, language, problems, who is calling, limits."""
