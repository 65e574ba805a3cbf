// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/engine_id.h"

namespace pwb::report {

/// An inline SVG picture, written element by element. Colours come from the page's style sheet through the
/// class names, so that one picture serves light, dark and print. Coordinates in pixels, y downward.
class Svg {
public:
    /// `label` is what a screen reader says instead of the picture.
    Svg(double width, double height, std::string_view label);

    Svg& rect(double x, double y, double width, double height, std::string_view style,
              std::string_view title = {});
    Svg& line(double x1, double y1, double x2, double y2, std::string_view style);
    enum class Anchor { Start, Middle, End };
    Svg& text(double x, double y, std::string_view text, std::string_view style = {},
              Anchor anchor = Anchor::Start);
    Svg& path(std::string_view data, std::string_view style);
    /// The mark of an engine, 5 px around its middle: FP32 a circle, FP16 a square, INT8 a triangle; its
    /// variants QAT a diamond, dynamic a triangle on its point, TensorRT an upright cross, plain a slanting
    /// one.
    Svg& mark(double x, double y, const base::EngineId& engine);
    /// A whisker with caps between two values of y.
    Svg& whisker(double x, double y1, double y2, std::string_view style);

    [[nodiscard]] std::string str() const { return m_text + "</svg>"; }

private:
    std::string m_text;
};

/// At most two decimals, no trailing zeros.
[[nodiscard]] std::string coordinate(double value);
/// Round numbers that cover [lo, hi] in about `count` steps.
[[nodiscard]] std::vector<double> niceTicks(double lo, double hi, int count);
/// Decimals that tell neighbouring ticks apart.
[[nodiscard]] int tickDecimals(const std::vector<double>& ticks);
/// About how wide a line of text is: Chinese characters a full em, others a little over half.
[[nodiscard]] double textWidth(std::string_view text, double fontSize);
/// Breaks a text into lines of at most `width` pixels, at spaces and between Chinese characters; the last of
/// `lines` ends in “…” if the text is longer.
[[nodiscard]] std::vector<std::string> wrapText(std::string_view text, double width, double fontSize,
                                                std::size_t lines);

}  // namespace pwb::report
