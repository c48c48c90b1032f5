/** Most pixels of a picture for each CSS pixel, in each direction. */
export const MAX_PIXEL_RATIO = 4;
