// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace pwb::decide {

// Figures as message arguments, as base::number() writes them.

/// Up to two digits after the point, without trailing zeros: "8", "7.5".
[[nodiscard]] std::string plain(double value);
/// "= 0.63", "= 0.004", "< 0.001".
[[nodiscard]] std::string pValue(double p);
/// Two significant figures above 100: a rough number of samples.
[[nodiscard]] std::string roughly(double count);

}  // namespace pwb::decide
