// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/figures.h"

#include <cmath>

#include "core/base/number.h"

namespace pwb::decide {

std::string plain(double value) {
    std::string text = base::number(value, 2);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string pValue(double p) {
    if (p < 0.001) return "< 0.001";
    return "= " + base::number(p, p < 0.01 ? 3 : 2);
}

std::string roughly(double count) {
    if (count < 100) return base::number(std::ceil(count), 0);
    const double unit = std::pow(10, std::floor(std::log10(count)) - 1);
    return base::number(std::ceil(count / unit) * unit, 0);
}

}  // namespace pwb::decide
