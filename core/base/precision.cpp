// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/precision.h"

namespace pwb::base {

std::string_view precisionId(Precision precision) {
    switch (precision) {
        case Precision::Fp32:
            return "fp32";
        case Precision::Fp16:
            return "fp16";
        case Precision::Int8:
            return "int8";
    }
    return "";
}

std::string_view precisionName(Precision precision) {
    switch (precision) {
        case Precision::Fp32:
            return "FP32";
        case Precision::Fp16:
            return "FP16";
        case Precision::Int8:
            return "INT8";
    }
    return "";
}

std::optional<Precision> precisionFromId(std::string_view id) {
    for (const Precision precision : kAllPrecisions)
        if (precisionId(precision) == id) return precision;
    return std::nullopt;
}

}  // namespace pwb::base
