from django.apps import AppConfig


class SopflowConfig(AppConfig):
    name = "sopflow"

    def ready(self) -> None:
        """Register the house's own checks."""
        from sopflow import checks  # noqa: F401  registered by being imported
