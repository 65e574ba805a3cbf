// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "core/dataset/manifest.h"
#include "tests/core/dataset/support.h"
#include "tests/support/places.h"

namespace pwb::dataset::test {

inline const std::filesystem::path kPitch = tests::samples() / "pitch";

/// A binary PPM of width × height; `grey` gives each pixel's value.
inline std::string ppm(
    int width, int height, const std::function<int(int, int)>& grey = [](int, int) { return 90; }) {
    std::string text = "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n";
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) text.append(3, static_cast<char>(grey(x, y)));
    return text;
}

/// COCO's three lists with `images` of 100 × 80 pixels, called 0.ppm, 1.ppm, …
inline nlohmann::json cocoOf(int images) {
    nlohmann::json coco = {{"images", nlohmann::json::array()},
                           {"annotations", nlohmann::json::array()},
                           {"categories", {{{"id", 3}, {"name", "cone"}}, {{"id", 7}, {"name", "ball"}}}}};
    for (int i = 0; i < images; ++i)
        coco["images"].push_back(
            {{"id", 10 + i}, {"file_name", std::to_string(i) + ".ppm"}, {"width", 100}, {"height", 80}});
    return coco;
}

inline void annotate(nlohmann::json& coco, int image, int category, std::array<double, 4> box) {
    const auto id = static_cast<int>(coco["annotations"].size()) + 1;
    coco["annotations"].push_back(
        {{"id", id}, {"image_id", 10 + image}, {"category_id", category}, {"bbox", box}});
}

/// Writes the annotations and the images that they name.
inline std::filesystem::path writeCoco(const TestFolder& folder, const nlohmann::json& coco) {
    for (const auto& image : coco["images"])
        folder.write(image["file_name"], ppm(image["width"], image["height"]));
    return folder.write("annotations.json", coco.dump());
}

inline LabelOptions forDetection() {
    LabelOptions options;
    options.task = model::Task::Detection;
    return options;
}

inline LabelOptions withNames(const std::string& names, int classes) {
    LabelOptions options = forDetection();
    options.modelNames = names;
    options.modelClasses = classes;
    return options;
}

}  // namespace pwb::dataset::test
