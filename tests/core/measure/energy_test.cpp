// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/energy.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/core/support/folder_fixture.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::measure;

namespace {

struct EnergyTest : tests::FolderFixture {
    void put(const std::string& zone, const std::string& file, std::uint64_t value) const {
        fs::create_directories(folder / zone);
        std::ofstream(folder / zone / file) << value << "\n";
    }
};

TEST_F(EnergyTest, PackagesAreAddedAndTheirPartsAreNot) {
    for (const char* zone : {"intel-rapl:0", "intel-rapl:1", "intel-rapl:0:0", "intel-rapl-mmio:0"})
        put(zone, "energy_uj", 1'000'000);
    const EnergyMeter meter(folder);
    EXPECT_EQ(meter.absence(), "");
    const auto before = meter.read();
    put("intel-rapl:0", "energy_uj", 3'000'000);
    put("intel-rapl:1", "energy_uj", 1'500'000);
    put("intel-rapl:0:0", "energy_uj", 9'000'000);
    EXPECT_DOUBLE_EQ(meter.joules(before, meter.read()).value(), 2.5);
}

TEST_F(EnergyTest, ACounterThatWrappedIsContinued) {
    put("intel-rapl:0", "energy_uj", 9'000'000);
    put("intel-rapl:0", "max_energy_range_uj", 10'000'000);
    const EnergyMeter meter(folder);
    const auto before = meter.read();
    put("intel-rapl:0", "energy_uj", 500'000);
    EXPECT_DOUBLE_EQ(meter.joules(before, meter.read()).value(), 1.5);
}

TEST_F(EnergyTest, NoCountersIsSaid) {
    const EnergyMeter meter(folder);
    EXPECT_EQ(meter.absence(), "measure.power_absent");
    EXPECT_FALSE(meter.joules(meter.read(), meter.read()));
}

TEST_F(EnergyTest, UnreadableCountersAreSaid) {
    fs::create_directories(folder / "intel-rapl:0/energy_uj");  // cannot be read as a file, by root neither
    const EnergyMeter meter(folder);
    EXPECT_EQ(meter.absence(), "measure.power_unreadable");
    EXPECT_FALSE(meter.joules(meter.read(), meter.read()));
}

}  // namespace
