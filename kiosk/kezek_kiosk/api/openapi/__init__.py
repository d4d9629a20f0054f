"""The OpenAPI document, a module a resource."""
