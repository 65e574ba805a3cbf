// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/evaluate/detection.h"

namespace pwb::evaluate {

double overlap(const dataset::Box& detection, const dataset::Box& object, bool crowd) {
    const double width =
        std::min(detection.x + detection.width, object.x + object.width) - std::max(detection.x, object.x);
    const double height =
        std::min(detection.y + detection.height, object.y + object.height) - std::max(detection.y, object.y);
    if (!(width > 0 && height > 0)) return 0;
    const double shared = width * height;
    const double whole = crowd ? detection.area() : detection.area() + object.area() - shared;
    return shared / whole;
}

}  // namespace pwb::evaluate
