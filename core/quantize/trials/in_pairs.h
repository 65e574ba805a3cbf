// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>

#include "core/base/error.h"
#include "core/base/in_parallel.h"

namespace pwb::quantize {

/// Calls `trial` (a Status by index) with 0 … count − 1, two at a time: each holds a copy of the model. The
/// first failure ends it; an exception is one: quantize.unexpected {detail}.
template <class Trial>
[[nodiscard]] base::Status inPairs(std::size_t count, Trial trial) {
    constexpr std::size_t kTogether = 2;
    return base::tryInParallel(count, kTogether, [&](std::size_t i) -> base::Status {
        try {
            return trial(i);
        } catch (const std::exception& error) {
            return base::engineFailure("", "quantize.unexpected", {{"detail", error.what()}});
        }
    });
}

}  // namespace pwb::quantize
