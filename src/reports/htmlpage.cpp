#include "reports/htmlpage.h"

#include <QStringList>

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <cstdlib>
#include <memory>
#include <mutex>
#include <vector>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

struct CmarkFree
{
    void operator()(cmark_parser *parser) const { cmark_parser_free(parser); }
    void operator()(cmark_node *node) const { cmark_node_free(node); }
    void operator()(cmark_iter *iterator) const { cmark_iter_free(iterator); }
    void operator()(char *text) const { std::free(text); }
};
template<typename T>
using CmarkPointer = std::unique_ptr<T, CmarkFree>;

constexpr QByteArrayView pageHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
:root { color-scheme: light dark; --text: #1b1f24; --back: #ffffff; --line: #c9d1d9; --head: #f0f3f6; --link: #0b5cad; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --back: #14181d; --line: #3d444d; --head: #212830; --link: #6cb6ff; }
}
body { margin: 2rem auto; padding: 0 1rem; max-width: 75rem; font: 15px/1.5 system-ui, sans-serif;
       color: var(--text); background: var(--back); }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
a { color: var(--link); }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
table { border-collapse: collapse; display: block; overflow-x: auto; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; vertical-align: top; overflow-wrap: anywhere; }
th { background: var(--head); text-align: left; white-space: nowrap; }
code { font-family: ui-monospace, monospace; }
@media print { body { margin: 0; max-width: none; } table { display: table; } }
</style>
)";

bool isSafeLink(cmark_node *node)
{
    return QByteArrayView(cmark_node_get_url(node)).startsWith("https://");
}

/// Puts what is inside a node in its place.
void unwrap(cmark_node *node)
{
    while (cmark_node *child = cmark_node_first_child(node))
        cmark_node_insert_before(node, child);
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/// Keeps the words of raw HTML, as text.
void becomeText(cmark_node *node)
{
    cmark_node *text = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(text, cmark_node_get_literal(node));
    cmark_node *holder = text;
    if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK) {
        holder = cmark_node_new(CMARK_NODE_PARAGRAPH);
        cmark_node_append_child(holder, text);
    }
    cmark_node_replace(node, holder);
    cmark_node_free(node);
}

/// Old summaries and hand-written ones are not escaped as ours are: takes out what could load or run
/// something.
void disarm(cmark_node *document)
{
    std::vector<cmark_node *> links;
    std::vector<cmark_node *> html;
    const CmarkPointer<cmark_iter> iterator(cmark_iter_new(document));
    while (cmark_iter_next(iterator.get()) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iterator.get());
        const cmark_node_type type = cmark_node_get_type(node);
        const bool leaving = cmark_iter_get_event_type(iterator.get()) == CMARK_EVENT_EXIT;
        if (leaving && (type == CMARK_NODE_IMAGE || (type == CMARK_NODE_LINK && !isSafeLink(node))))
            links.push_back(node);
        else if (type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK)
            html.push_back(node);
    }
    for (cmark_node *node : html)
        becomeText(node);
    for (cmark_node *node : links)
        unwrap(node);
}

QByteArray bodyFromMarkdown(const QString &markdown)
{
    // The library keeps the fact in a plain variable; two exports may run at once.
    static std::once_flag registered;
    std::call_once(registered, cmark_gfm_core_extensions_ensure_registered);
    const CmarkPointer<cmark_parser> parser(cmark_parser_new(CMARK_OPT_DEFAULT));
    cmark_parser_attach_syntax_extension(parser.get(), cmark_find_syntax_extension("table"));
    const QByteArray text = markdown.toUtf8();
    cmark_parser_feed(parser.get(), text.constData(), static_cast<std::size_t>(text.size()));
    const CmarkPointer<cmark_node> document(cmark_parser_finish(parser.get()));
    disarm(document.get());
    const CmarkPointer<char> html(cmark_render_html(document.get(), CMARK_OPT_DEFAULT,
                                                    cmark_parser_get_syntax_extensions(parser.get())));
    return QByteArray(html.get());
}

} // namespace

QByteArray htmlPage(const QString &title, const QString &markdown)
{
    return pageHead.toByteArray() + "<title>" + title.toHtmlEscaped().toUtf8() + "</title>\n</head>\n<body>\n"
        + bodyFromMarkdown(markdown) + "</body>\n</html>\n";
}

} // namespace syncline
