"""``Image.show()`` of Pillow, which would start a viewer elsewhere."""

from types import ModuleType

from .display import Screen
from .import_hooks import after_import


def show_pictures_on(screen: Screen) -> None:
    """Make ``Image.show()`` show the image where the output is."""

    def register(image_show: ModuleType) -> None:
        class ScreenViewer(image_show.Viewer):
            def show(self, image: object, **_options: object) -> int:
                screen.show_value("display", image)
                return 1

        image_show.register(ScreenViewer, 0)

    after_import("PIL.ImageShow", register)
