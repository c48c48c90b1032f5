/** Limits for the pictures that code makes and the model gets. */
export interface PictureLimits {
  /** Pictures of one run. Only your app gets further ones. @default 10 */
  count: number;
  /** Pixels of the longer side. Larger pictures are scaled down. @default 1536 */
  side: number;
  /** Bytes of one picture. Larger pictures are compressed, and then scaled down. @default 1000000 */
  bytes: number;
  /**
   * Milliseconds in which the pictures of a run's interactive charts must be drawn: PNG of some 800 × 450 pixels, made by the page. The model
   * gets those that are ready, and a description of all. 0 for no pictures of them.
   * @default 3000
   */
  chartTime: number;
}

export const DEFAULT_PICTURE_LIMITS: PictureLimits = { count: 10, side: 1536, bytes: 1_000_000, chartTime: 3000 };
