import { Attachment } from './files/attachment.ts';
import { FilePreviewDialog } from './files/filePreviewDialog.ts';
import { FileTray } from './files/fileTray.ts';
import { MarkdownText } from './markdown/markdownText.ts';
import { DisplayView } from './media/displayView.ts';
import { FramedHtml } from './media/framedHtml.ts';
import { Picture } from './media/picture.ts';
import { RemoteImage } from './media/remoteImage.ts';
import { register } from './register.ts';

/** Registers the elements that only some conversations need. Those that are in the page already come to life. */
export function defineMediaElements(): void {
  register({
    'glove-attachment': Attachment,
    'glove-file-tray': FileTray,
    'glove-file-preview': FilePreviewDialog,
    'glove-markdown-text': MarkdownText,
    'glove-picture': Picture,
    'glove-remote-image': RemoteImage,
    'glove-display-view': DisplayView,
    'glove-framed-html': FramedHtml,
  });
}
