// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/svg.h"

#include <algorithm>
#include <cmath>

#include "core/base/format.h"
#include "core/base/number.h"

namespace pwb::report {
namespace {

std::string attribute(std::string_view name, double value) {
    return std::string(" ").append(name).append("=\"").append(coordinate(value)).append("\"");
}
std::string attribute(std::string_view name, std::string_view value) {
    if (value.empty()) return {};
    return std::string(" ").append(name).append("=\"").append(base::escapeMarkup(value)).append("\"");
}

std::size_t characterLength(unsigned char first) {
    if (first < 0x80) return 1;
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}
bool isWide(std::string_view character) {
    return character.size() >= 3 && static_cast<unsigned char>(character[0]) >= 0xE3;
}

// Splits into pieces that must stay together: words with the space before them, single Chinese characters.
std::vector<std::string_view> pieces(std::string_view text) {
    std::vector<std::string_view> out;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length =
            std::min(characterLength(static_cast<unsigned char>(text[i])), text.size() - i);
        const bool breaks = text[i] == ' ' || isWide(text.substr(i, length));
        if (breaks && i > start) {
            out.push_back(text.substr(start, i - start));
            start = i;
        }
        i += length;
    }
    if (start < text.size()) out.push_back(text.substr(start));
    return out;
}

/// Path of an engine's mark around its middle; empty: a disc.
std::string_view shapeOf(const base::EngineId& engine) {
    if (engine.precision != base::Precision::Int8) return "";
    switch (engine.variant) {
        case base::Variant::None:
            return "m0 -5.5l6 10.5h-12z";
        case base::Variant::Qat:
            return "m0 -6l6 6l-6 6l-6 -6z";
        case base::Variant::Dynamic:
            return "m0 5.5l6 -10.5h-12z";
        case base::Variant::Plain:
            return "m0 -2.6l2.9 -2.9l2.6 2.6l-2.9 2.9l2.9 2.9l-2.6 2.6l-2.9 -2.9l-2.9 2.9l-2.6 -2.6l2.9 "
                   "-2.9l-2.9 -2.9l2.6 -2.6z";
        case base::Variant::ForTensorRt:
            return "m-2 -5.5h4v3.5h3.5v4h-3.5v3.5h-4v-3.5h-3.5v-4h3.5z";
        case base::Variant::ForCpu:
        case base::Variant::ForOpenVino:
            return "";
    }
    return "";
}

}  // namespace

std::string coordinate(double value) {
    return base::shortest(std::isfinite(value) ? std::round(value * 100) / 100 + 0.0 : 0.0);
}

Svg::Svg(double width, double height, std::string_view label) {
    m_text = "<svg viewBox=\"0 0 " + coordinate(width) + " " + coordinate(height) +
             "\" style=\"max-width:" + coordinate(width) + "px\" role=\"img\"" +
             attribute("aria-label", label) + ">";
}

Svg& Svg::rect(double x, double y, double width, double height, std::string_view style,
               std::string_view title) {
    m_text += "<rect" + attribute("x", x) + attribute("y", y) + attribute("width", width) +
              attribute("height", height) + attribute("class", style);
    if (title.empty())
        m_text += "/>";
    else
        m_text += "><title>" + base::escapeMarkup(title) + "</title></rect>";
    return *this;
}

Svg& Svg::line(double x1, double y1, double x2, double y2, std::string_view style) {
    m_text += "<line" + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2) +
              attribute("y2", y2) + attribute("class", style) + "/>";
    return *this;
}

Svg& Svg::text(double x, double y, std::string_view text, std::string_view style, Anchor anchor) {
    const std::string_view where = anchor == Anchor::Middle ? "middle" : anchor == Anchor::End ? "end" : "";
    m_text += "<text" + attribute("x", x) + attribute("y", y) + attribute("class", style) +
              attribute("text-anchor", where) + ">" + base::escapeMarkup(text) + "</text>";
    return *this;
}

Svg& Svg::path(std::string_view data, std::string_view style) {
    m_text += "<path" + attribute("d", data) + attribute("class", style) + "/>";
    return *this;
}

Svg& Svg::mark(double x, double y, const base::EngineId& engine) {
    const std::string style = "mark " + engine.key();
    if (engine.isDefault() && engine.precision == base::Precision::Fp16)
        return rect(x - 4.5, y - 4.5, 9, 9, style);
    if (const std::string_view shape = shapeOf(engine); !shape.empty())
        return path("M" + coordinate(x) + " " + coordinate(y) + std::string(shape), style);
    return path("M" + coordinate(x - 5) + " " + coordinate(y) + "a5 5 0 1 1 10 0a5 5 0 1 1-10 0z", style);
}

Svg& Svg::whisker(double x, double y1, double y2, std::string_view style) {
    const std::string line(style);
    return this->line(x, y1, x, y2, line)
        .line(x - 5, y1, x + 5, y1, line + " cap")
        .line(x - 5, y2, x + 5, y2, line + " cap");
}

std::vector<double> niceTicks(double lo, double hi, int count) {
    if (!(hi > lo)) hi = lo + (lo == 0 ? 1 : std::abs(lo) * 0.1);
    const double rough = (hi - lo) / count;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (factor * power >= rough * 0.999) {
            step = factor * power;
            break;
        }
    std::vector<double> ticks;
    const double first = std::floor(lo / step + 1e-9), last = std::ceil(hi / step - 1e-9);
    for (double i = first; i <= last; ++i) ticks.push_back(i * step);
    return ticks;
}

int tickDecimals(const std::vector<double>& ticks) {
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : 1;
    for (int decimals = 0; decimals < 9; ++decimals) {
        const double scaled = step * std::pow(10, decimals);
        if (std::abs(scaled - std::round(scaled)) < 1e-6 * scaled + 1e-12 && scaled >= 0.999) return decimals;
    }
    return 9;
}

double textWidth(std::string_view text, double fontSize) {
    double ems = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length =
            std::min(characterLength(static_cast<unsigned char>(text[i])), text.size() - i);
        ems += isWide(text.substr(i, length)) ? 1.0 : 0.56;
        i += length;
    }
    return ems * fontSize;
}

std::vector<std::string> wrapText(std::string_view text, double width, double fontSize, std::size_t lines) {
    std::vector<std::string> out(1);
    for (const std::string_view piece : pieces(text)) {
        const bool fits = textWidth(out.back() + std::string(piece), fontSize) <= width;
        if (!fits && !out.back().empty()) {
            if (out.size() == lines) {
                out.back() += "…";
                return out;
            }
            out.emplace_back();
        }
        out.back() += out.back().empty() && piece.starts_with(' ') ? piece.substr(1) : piece;
    }
    return out;
}

}  // namespace pwb::report
