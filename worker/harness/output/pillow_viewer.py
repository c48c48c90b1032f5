"""``Image.show()`` of Pillow, which would start a viewer elsewhere."""

from types import ModuleType

from ..import_hooks import after_import
from .display import DisplayPublisher


def register_viewer(publisher: DisplayPublisher) -> None:
    """Make ``Image.show()`` show the image in order with the output."""

    def register(image_show: ModuleType) -> None:
        class PublishingViewer(image_show.Viewer):
            def show(self, image: object, **_options: object) -> int:
                publisher.show_value("display", image)
                return 1

        image_show.register(PublishingViewer, 0)

    after_import("PIL.ImageShow", register)
