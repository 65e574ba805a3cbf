// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/energy.h"

#include <fstream>

namespace pwb::measure {
namespace fs = std::filesystem;
namespace {

std::optional<std::uint64_t> number(const fs::path& file) {
    std::ifstream in(file);
    std::uint64_t value = 0;
    if (in >> value) return value;
    return std::nullopt;
}

/// "intel-rapl:0" is a package (also on AMD); "intel-rapl:0:1" is a part of one, counted there already.
bool isPackage(const std::string& name) {
    static constexpr std::string_view kPrefix = "intel-rapl:";
    return name.starts_with(kPrefix) && name.size() > kPrefix.size() &&
           name.find_first_not_of("0123456789", kPrefix.size()) == std::string::npos;
}

}  // namespace

EnergyMeter::EnergyMeter(const fs::path& root) : m_absence("measure.power_absent") {
    std::error_code code;
    for (fs::directory_iterator it(root, code), end; !code && it != end; it.increment(code))
        if (isPackage(it->path().filename().string()))
            m_packages.push_back(
                {it->path() / "energy_uj", number(it->path() / "max_energy_range_uj").value_or(0)});
    if (m_packages.empty()) return;
    m_absence = read().empty() ? "measure.power_unreadable" : "";
}

EnergyMeter::Reading EnergyMeter::read() const {
    Reading reading;
    for (const Package& package : m_packages) {
        const auto value = number(package.counter);
        if (!value) return {};
        reading.push_back(*value);
    }
    return reading;
}

std::optional<double> EnergyMeter::joules(const Reading& before, const Reading& after) const {
    if (before.empty() || before.size() != after.size()) return std::nullopt;
    double microjoules = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        const std::uint64_t wrapped = after[i] < before[i] ? m_packages[i].range : 0;
        microjoules += static_cast<double>(after[i] + wrapped - before[i]);
    }
    return microjoules / 1e6;
}

}  // namespace pwb::measure
