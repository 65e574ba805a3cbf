// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/measure only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace pwb::measure {

/// Energy counters of the CPU packages (RAPL through Linux's powercap). They count everything that the
/// packages do, not this process alone.
class EnergyMeter {
public:
    explicit EnergyMeter(const std::filesystem::path& root = "/sys/class/powercap");

    /// Empty when counters can be read, else measure.power_absent or measure.power_unreadable.
    [[nodiscard]] const std::string& absence() const { return m_absence; }

    using Reading = std::vector<std::uint64_t>;
    [[nodiscard]] Reading read() const;
    /// Joules from `before` to `after`, across one wrap of each counter; absent when any was not read.
    [[nodiscard]] std::optional<double> joules(const Reading& before, const Reading& after) const;

private:
    struct Package {
        std::filesystem::path counter;
        std::uint64_t range = 0;  ///< microjoules at which it wraps
    };
    std::vector<Package> m_packages;
    std::string m_absence;
};

}  // namespace pwb::measure
