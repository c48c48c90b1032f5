import { Attachment } from './components/attachment.ts';
import { DisplayView } from './components/displayView.ts';
import { FilePreviewDialog } from './components/filePreview.ts';
import { FileTray } from './components/fileTray.ts';
import { FramedHtml } from './components/framedHtml.ts';
import { MarkdownText } from './components/markdownText.ts';
import { Picture } from './components/picture.ts';
import { RemoteImage } from './components/remoteImage.ts';
import { register } from './loadElements.ts';

/** Registers the elements that only some conversations need. Those that are in the page already come to life. */
export function defineRichElements(): void {
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
