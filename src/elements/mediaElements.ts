import { Attachment } from './files/attachment.ts';
import { FilePreviewDialog } from './files/filePreviewDialog.ts';
import { MediaPlayer } from './files/mediaPlayer.ts';
import { MarkdownText } from './markdown/markdownText.ts';
import { ChartView } from './media/chartView.ts';
import { DisplayView } from './media/displayView.ts';
import { FigureData } from './media/figureData.ts';
import { FileCard } from './media/fileCard.ts';
import { FramedHtml } from './media/framedHtml.ts';
import { HighlightedCode } from './media/highlightedCode.ts';
import { Picture } from './media/picture.ts';
import { RemoteImage } from './media/remoteImage.ts';
import { ShownMedia } from './media/shownMedia.ts';

/** The elements that only some conversations need, by tag. */
export const MEDIA_ELEMENTS = {
  'glove-attachment': Attachment,
  'glove-file-preview': FilePreviewDialog,
  'glove-markdown-text': MarkdownText,
  'glove-picture': Picture,
  'glove-remote-image': RemoteImage,
  'glove-display-view': DisplayView,
  'glove-figure-data': FigureData,
  'glove-chart': ChartView,
  'glove-framed-html': FramedHtml,
  'glove-media-player': MediaPlayer,
  'glove-shown-media': ShownMedia,
  'glove-file-card': FileCard,
  'glove-highlighted-code': HighlightedCode,
};
