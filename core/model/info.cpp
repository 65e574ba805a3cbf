// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/info.h"

namespace pwb::model {

std::string_view taskId(Task task) {
    switch (task) {
        case Task::Classification:
            return "classification";
        case Task::Detection:
            return "detection";
        default:
            return "unknown";
    }
}

std::string shapeText(const ValueInfo& value) {
    std::string text = "[";
    for (std::size_t i = 0; i < value.shape.size(); ++i) {
        if (i > 0) text += ", ";
        const bool named = i < value.dimNames.size() && !value.dimNames[i].empty();
        text += value.shape[i] >= 0 ? std::to_string(value.shape[i]) : named ? value.dimNames[i] : "?";
    }
    return text + "]";
}

bool InputScaling::takesBytes() const {
    constexpr double kSmall = 12;  // 255 / 0.225 / 255 is 4.4
    constexpr double kFarFromZero = 50;
    for (std::size_t c = 0; c < factor.size(); ++c)
        if (factor[c] <= 0 || (factor[c] * 255 > kSmall && shift[c] > -kFarFromZero)) return false;
    return true;
}

bool InputScaling::takesFractions() const {
    for (std::size_t c = 0; c < factor.size(); ++c) {
        const double mean = -shift[c] / factor[c], std = 1 / factor[c];
        if (!(mean > 0.3 && mean < 0.7 && std > 0.15 && std < 0.7)) return false;
    }
    return true;
}

std::int64_t ModelInfo::outputClasses() const {
    for (const ValueInfo& output : outputs) {
        if (output.type != base::ElementType::Float && output.type != base::ElementType::Float16) continue;
        // [B, C], or [B, C, 1, 1] of a fully convolutional classifier
        const bool pixel = output.shape.size() == 4 && output.shape[2] == 1 && output.shape[3] == 1;
        if (output.shape.size() == 2 || pixel) return output.shape[1];
        return output.shape.empty() ? -1 : output.shape.back();
    }
    return -1;
}

}  // namespace pwb::model
