// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pwb::dataset {

/// An axis-aligned rectangle in pixels of the original image, turned as EXIF says. Coordinates are
/// continuous: 0 is the left or upper edge of the first pixel, the width of the image the right edge of the
/// last one.
struct Box {
    double x = 0, y = 0;  ///< left and upper edge
    double width = 0, height = 0;

    [[nodiscard]] double area() const { return width * height; }
    bool operator==(const Box&) const = default;
};

/// One annotated object of a sample.
struct Object {
    Box box;
    int label = -1;      ///< index into Manifest::classes
    double area = 0;     ///< px²; COCO's `area` (of the outline, where there is one), else the box's
    bool crowd = false;  ///< COCO's `iscrowd`: a region that is neither found nor missed
    bool operator==(const Object&) const = default;
};

/// Where an image lies in the model's input: input = original · scale + offset in each direction, both in
/// continuous pixel coordinates.
struct Placement {
    int width = 0, height = 0;  ///< of the original image, pixels
    double scaleX = 1, scaleY = 1;
    double offsetX = 0, offsetY = 0;  ///< pixels of the input; negative where the picture is cropped

    /// A box in pixels of the input, in those of the original; not clipped.
    [[nodiscard]] Box toOriginal(const Box& input) const {
        return {(input.x - offsetX) / scaleX, (input.y - offsetY) / scaleY, input.width / scaleX,
                input.height / scaleY};
    }
    bool operator==(const Placement&) const = default;
};

}  // namespace pwb::dataset
