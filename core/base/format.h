// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers for people, the same in every locale: a point, a comma between thousands, a true minus (U+2212).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pwb::base {

/// Rounded to `decimals`, never in scientific notation: "0.467", "−1.5". "–" when not finite.
[[nodiscard]] std::string fixedText(double value, int decimals);
/// The same with a plus on every gain: "+0.50"; "0.00" without a sign.
[[nodiscard]] std::string signedText(double value, int decimals);
/// "1,008".
[[nodiscard]] std::string countText(std::int64_t value);
/// A p-value: "p = 0.63", "p = 0.004", "p < 0.001".
[[nodiscard]] std::string pValueText(double p);
/// Milliseconds to three significant figures: "0.467", "12.3", "1,204".
[[nodiscard]] std::string millisecondsText(double value);
/// "2 min 41 s", "3.2 s".
[[nodiscard]] std::string durationText(double seconds);

/// The unit in which a row of sizes is written, so that its figures compare at a glance.
struct ByteUnit {
    double divisor = 1024;
    std::string_view name = "KiB";
    int decimals = 0;

    /// The figure without its unit.
    [[nodiscard]] std::string text(double bytes) const;
};
/// KiB below 10 MiB, MiB below 10 GiB, else GiB.
[[nodiscard]] ByteUnit byteUnit(double largest);
/// "14.8 MiB".
[[nodiscard]] std::string bytesText(double bytes);

/// & < > " ' as entities, control characters that XML forbids left out, bytes that are not UTF-8 as U+FFFD.
[[nodiscard]] std::string escapeMarkup(std::string_view text);
/// Bytes that are not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string validUtf8(std::string_view text);

}  // namespace pwb::base
