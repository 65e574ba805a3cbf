// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/write_manifest.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/base/number.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

std::string quoted(const std::string& cell) {
    if (cell.find_first_of(",;\"\r\n\t") == std::string::npos) return cell;
    std::string text = "\"";
    for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

}  // namespace

base::Status writeCsvManifest(const Manifest& manifest, const fs::path& file) {
    std::error_code code;
    const fs::path folder = fs::absolute(file, code).lexically_normal().parent_path();
    const bool numbers = !manifest.classes.empty() &&
                         std::all_of(manifest.classes.begin(), manifest.classes.end(),
                                     [](const std::string& name) { return parseIndex(name).has_value(); });
    const auto labelCells = [&](int label) {
        if (label < 0) return std::string(",");
        const std::string& name = manifest.classes[static_cast<std::size_t>(label)];
        return quoted(numbers ? name : std::to_string(label)) + "," + quoted(name);
    };
    std::string text =
        manifest.hasObjects ? "path,label,name,x,y,width,height,area,crowd\n" : "path,label,name\n";
    for (const Sample& sample : manifest.samples) {
        const fs::path absolute = fs::absolute(sample.path, code).lexically_normal();
        const fs::path relative = absolute.lexically_relative(folder);
        const std::string path = quoted((relative.empty() ? absolute : relative).string()) + ",";
        if (!manifest.hasObjects) text += path + labelCells(sample.label) + "\n";
        for (const Object& object : sample.objects) {
            text += path + labelCells(object.label);
            for (const double value :
                 {object.box.x, object.box.y, object.box.width, object.box.height, object.area})
                text += "," + base::shortest(value);
            text += object.crowd ? ",1\n" : ",0\n";
        }
        if (manifest.hasObjects && sample.objects.empty()) text += path + ",,,,,,,\n";
    }
    return base::writeFileAtomically(file, text);
}

}  // namespace pwb::dataset
