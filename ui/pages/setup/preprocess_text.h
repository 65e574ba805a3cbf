// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <optional>

#include "core/dataset/preprocess.h"

namespace pwb::ui {

/// The preprocessing fields as text and back; nothing where the text makes no sense.
[[nodiscard]] QString sizeText(int width, int height);                           ///< "64 × 64"
[[nodiscard]] std::optional<std::pair<int, int>> sizeFrom(const QString& text);  ///< also "64x64", "64"
/// "256", "256 × 224"; empty where it follows from the input.
[[nodiscard]] QString resizeToText(const dataset::ResizeTo& to);
[[nodiscard]] std::optional<dataset::ResizeTo> resizeToFrom(
    const QString& text);                                               ///< one number: the shorter side
[[nodiscard]] QString scaleText(double scale);                          ///< "÷ 255", else "0.5"
[[nodiscard]] std::optional<double> scaleFrom(const QString& text);     ///< also "1/255", "/255"
[[nodiscard]] QString tripleText(const std::array<double, 3>& values);  ///< "0.485, 0.456, 0.406"
[[nodiscard]] std::optional<std::array<double, 3>> tripleFrom(
    const QString& text);  ///< one number counts thrice

}  // namespace pwb::ui
