// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/tensorrt_table.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/files.h"
#include "core/base/try.h"

namespace pwb::quantize {
namespace {

constexpr std::size_t kDigits = 8;

std::optional<float> parseScale(std::string_view digits) {
    std::uint32_t bits = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits, 16);
    if (digits.size() != kDigits || error != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    const auto scale = std::bit_cast<float>(bits);
    return std::isfinite(scale) && scale >= 0 ? std::optional(scale) : std::nullopt;
}

std::string hexDigits(float scale) {
    const auto bits = std::bit_cast<std::uint32_t>(scale);
    std::string text;
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[(bits >> shift) & 15];
    return text;
}

}  // namespace

base::Result<CalibrationTable> readCalibrationTable(const std::filesystem::path& file) {
    PWB_TRY(const auto content, base::readFile(file));
    CalibrationTable table;
    std::string_view rest = content;
    for (int number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const base::Args at = {{"line", std::to_string(number)}};
        if (number == 1) {
            if (!line.starts_with("TRT-")) return base::badInput(file.string(), "quantize.table_title");
            table.title = line;
            continue;
        }
        if (line.empty()) continue;
        const std::size_t colon = line.rfind(": ");
        const auto scale =
            colon == std::string_view::npos ? std::nullopt : parseScale(line.substr(colon + 2));
        if (!scale || colon == 0) return base::badInput(file.string(), "quantize.table_line", at);
        const std::string tensor(line.substr(0, colon));
        if (!table.scales.emplace(tensor, *scale).second)
            return base::badInput(file.string(), "quantize.table_twice",
                                  {{"line", std::to_string(number)}, {"tensor", tensor}});
    }
    if (table.scales.empty()) return base::badInput(file.string(), "quantize.table_empty");
    return table;
}

base::Status writeCalibrationTable(const CalibrationTable& table, const std::filesystem::path& file) {
    std::string text = table.title + "\n";
    for (const auto& [tensor, scale] : table.scales) {
        if (tensor.find_first_of("\r\n") != std::string::npos)
            return base::badInput(file.string(), "quantize.table_name", {{"tensor", tensor}});
        text += tensor + ": " + hexDigits(scale) + "\n";
    }
    return base::writeFileAtomically(file, text);
}

}  // namespace pwb::quantize
