// Reads resources/event-ids.tsv: `generate FILE DIR` writes the enum and the table, `check FILE FOLDER...`
// proves that each live id is used by exactly one statement and that no retired id is used.

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Row
{
    std::string id;
    std::string level;
    std::string component;
    std::string text;
    std::string advice;
    bool retired = false;
};

bool fail(const std::string &message)
{
    std::cerr << "event ids: " << message << '\n';
    return false;
}

std::string read(const std::filesystem::path &path)
{
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

std::string enumerator(const std::string &id)
{
    return id.substr(0, 2) + '_' + id.substr(3);
}

bool parse(const std::filesystem::path &path, std::vector<Row> &rows)
{
    static const std::regex idForm("[a-z]{2}-[0-9]{3}");
    static const std::array<std::string, 4> levels{"debug", "info", "warning", "error"};
    std::istringstream lines(read(path));
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        if (line.empty() || line.front() == '#')
            continue;
        const std::string place = path.filename().string() + " line " + std::to_string(number) + ": ";
        std::vector<std::string> fields;
        for (std::size_t start = 0;;) {
            const std::size_t tab = line.find('\t', start);
            fields.push_back(line.substr(start, tab - start));
            if (tab == std::string::npos)
                break;
            start = tab + 1;
        }
        if (fields.size() < 4 || fields.size() > 5)
            return fail(place + "expected id, level, component, text, advice, separated by tabs");
        fields.resize(5);
        Row row{fields[0], fields[1], fields[2], fields[3], fields[4]};
        row.retired = row.level == "retired";
        if (!std::regex_match(row.id, idForm))
            return fail(place + "an id is two lower-case letters, a dash, three digits");
        if (!row.retired && std::ranges::find(levels, row.level) == levels.end())
            return fail(place + "the level is debug, info, warning, error or retired");
        if (row.text.find(")tsv\"") != std::string::npos || row.text.empty())
            return fail(place + "the text is missing");
        if (!rows.empty() && rows.back().id >= row.id)
            return fail(place + "ids are unique and ascend");
        rows.push_back(row);
    }
    return rows.empty() ? fail("no rows in " + path.string()) : true;
}

bool write(const std::filesystem::path &path, const std::string &content)
{
    if (std::filesystem::exists(path) && read(path) == content)
        return true;
    std::ofstream file(path, std::ios::binary);
    file << content;
    file.flush();
    return file.good() ? true : fail("cannot write " + path.string());
}

std::string literal(const std::string &text)
{
    return "QStringView(uR\"tsv(" + text + ")tsv\")";
}

bool generate(const std::vector<Row> &rows, const std::filesystem::path &folder)
{
    std::string header = "#pragma once\n\nnamespace syncline {\n\n"
                         "/// Generated from resources/event-ids.tsv. None stands for \"no reason\".\n"
                         "enum class EventId : unsigned short {\n    None,\n";
    std::string table =
        "EventDescription{EventId::None, EventLevel::Debug, QStringView(u\"\"), QStringView(u\"\"), "
        "QStringView(u\"\"), QStringView(u\"\")},\n";
    for (const Row &row : rows) {
        if (row.retired)
            continue;
        std::string level = row.level;
        level.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(level.front())));
        header += "    " + enumerator(row.id) + ",\n";
        table += "EventDescription{EventId::" + enumerator(row.id) + ", EventLevel::" + level + ", "
            + literal(row.id) + ", " + literal(row.component) + ", " + literal(row.text) + ", "
            + literal(row.advice) + "},\n";
    }
    header += "};\n\n} // namespace syncline\n";
    std::filesystem::create_directories(folder);
    return write(folder / "eventids.h", header) && write(folder / "eventtable.inc", table);
}

bool check(const std::vector<Row> &rows, const std::vector<std::filesystem::path> &folders)
{
    std::map<std::string, std::vector<std::string>> uses;
    static const std::regex use("EventId::([a-z]{2}_[0-9]{3})");
    for (const std::filesystem::path &folder : folders) {
        if (!std::filesystem::exists(folder))
            continue;
        for (const auto &entry : std::filesystem::recursive_directory_iterator(folder)) {
            const std::string extension = entry.path().extension().string();
            if (extension != ".cpp" && extension != ".h")
                continue;
            const std::string content = read(entry.path());
            for (std::sregex_iterator match(content.begin(), content.end(), use), end; match != end;
                 ++match) {
                const auto line = 1 + std::count(content.begin(), content.begin() + match->position(), '\n');
                uses[(*match)[1]].push_back(entry.path().string() + ':' + std::to_string(line));
            }
        }
    }
    bool good = true;
    for (const Row &row : rows) {
        const std::vector<std::string> &places = uses[enumerator(row.id)];
        if (row.retired)
            good &= places.empty() || fail(row.id + " is retired but used at " + places.front());
        else if (places.empty())
            good = fail(row.id + " is not used by any statement");
        else if (places.size() > 1)
            good =
                fail(row.id + " belongs to one statement, but stands at " + places[0] + " and " + places[1]);
    }
    return good;
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    std::vector<Row> rows;
    if (arguments.size() < 3 || !parse(arguments[1], rows))
        return 1;
    const bool good = arguments[0] == "generate"
        ? generate(rows, arguments[2])
        : check(rows, std::vector<std::filesystem::path>(arguments.begin() + 2, arguments.end()));
    return good ? 0 : 1;
}
