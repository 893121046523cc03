using System.Globalization;
using PersonaGrain.Catalogs.Items;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Dashboard.Layout;

/// <summary>The addresses of the pages: every state that a reader can be in has one.</summary>
internal static class Addresses
{
    /// <summary>A profile, by any identity: in the query, since an identity may hold what a path can not.</summary>
    internal static string Profile(string identity, string? view = null) => $"/profiles?id={Uri.EscapeDataString(identity)}{Part("view", view)}";

    /// <summary>Why a profile is in a segment, or is not.</summary>
    internal static string Why(string identity, string segment) => Profile(identity, "why") + Part("segment", segment);

    /// <summary>A page of the signals of a profile.</summary>
    /// <param name="identity">The profile.</param>
    /// <param name="from">The cursor that the page begins at; null for the newest.</param>
    /// <param name="signal">The signal to mark.</param>
    internal static string Timeline(string identity, string? from = null, string? signal = null) => Profile(identity, "timeline") + Part("from", from) + Part("signal", signal);

    /// <summary>A segment.</summary>
    internal static string Segment(string name, string? view = null, string? after = null, string? at = null)
    {
        var query = Part("view", view) + Part("after", after) + Part("at", at);
        return $"/segments/{Uri.EscapeDataString(name)}{(query.Length == 0 ? string.Empty : "?" + query[1..])}";
    }

    /// <summary>The members of a segment as a file, each with why it is one if wished.</summary>
    /// <param name="workspace">The workspace of the page: the browser may be in another one when the link is followed.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="withReasons">Whether each says why.</param>
    internal static string MembersFile(WorkspaceName workspace, string segment, bool withReasons) =>
        $"/segments/{Uri.EscapeDataString(segment)}/members.csv?workspace={workspace.Text}{(withReasons ? "&reasons=true" : string.Empty)}";

    /// <summary>Whoever is like the members of a segment without being one, the most alike first, as a file.</summary>
    /// <param name="workspace">As above.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="score">The score that says who is like them.</param>
    /// <param name="most">The most of them; null for all.</param>
    internal static string AlikeFile(WorkspaceName workspace, string segment, string score, int? most) =>
        $"/segments/{Uri.EscapeDataString(segment)}/alike.csv?workspace={workspace.Text}&score={Uri.EscapeDataString(score)}{Part("limit", most?.ToString(CultureInfo.InvariantCulture))}";

    /// <summary>How segments overlap, each with each; those of accounts; or two of them.</summary>
    internal static string Overlap(bool ofAccounts = false, string? one = null, string? other = null) =>
        "/segments?view=overlap" + Part("of", ofAccounts ? "accounts" : null) + Part("a", one) + Part("b", other);

    /// <summary>A score.</summary>
    internal static string Score(string name) => $"/scores/{Uri.EscapeDataString(name)}";

    /// <summary>Where a segment is changed; a new one is written at <see cref="NewSegment"/>.</summary>
    internal static string Edit(string name) => $"/segments/{Uri.EscapeDataString(name)}/edit";

    /// <summary>Where a new segment is written.</summary>
    internal const string NewSegment = "/segments/new";

    /// <summary>What happens, filtered.</summary>
    internal static string Live(string? kind = null, string? segment = null, string? profile = null)
    {
        var query = Part("kind", kind) + Part("segment", segment) + Part("profile", profile);
        return query.Length == 0 ? "/live" : "/live?" + query[1..];
    }

    /// <summary>Signals as they come, filtered.</summary>
    internal static string LiveSignals(string? type = null, string? outcome = null, string? profile = null) =>
        "/live?view=signals" + Part("type", type) + Part("outcome", outcome) + Part("profile", profile);

    /// <summary>The catalog: its definitions, those that match, or those of a section.</summary>
    internal static string Catalog(string? search = null, CatalogSection? section = null) => Query("/catalog", Part("section", section?.Property()) + Part("q", search));

    /// <summary>One definition of the catalog: by its name in the query, since that may hold what a path can not.</summary>
    internal static string CatalogItem(CatalogItem item) =>
        $"/catalog/{item.Section.Property()}?name={Uri.EscapeDataString(item.Name)}{Part("of", item.IsOfAccounts ? "accounts" : null)}";

    /// <summary>The catalogs that came in force, or those below a version.</summary>
    internal static string CatalogHistory(int? below = null) => "/catalog?view=history" + Part("below", below?.ToString(CultureInfo.InvariantCulture));

    /// <summary>What two catalogs differ in.</summary>
    internal static string CatalogDiff(int from, int to) => string.Create(CultureInfo.InvariantCulture, $"/catalog?view=diff&from={from}&to={to}");

    /// <summary>Going back to a catalog.</summary>
    internal static string CatalogRollback(int version) => string.Create(CultureInfo.InvariantCulture, $"/catalog?view=rollback&version={version}");

    private static string Query(string path, string parts) => parts.Length == 0 ? path : $"{path}?{parts[1..]}";
    /// <summary>What was odd about signals, and what is set aside.</summary>
    internal static string Faults(string? view = null, string? type = null, string? reason = null, long? after = null)
    {
        var query = Part("view", view) + Part("type", type) + Part("reason", reason) + Part("after", after is null ? null : $"{after}");
        return query.Length == 0 ? "/faults" : "/faults?" + query[1..];
    }

    /// <summary>How good signals are; those of one source and type, or a page of all.</summary>
    internal static string Quality(string? source = null, string? type = null, int page = 1)
    {
        var query = Part("source", source) + Part("type", type) + Part("page", page == 1 ? null : $"{page}");
        return query.Length == 0 ? "/quality" : "/quality?" + query[1..];
    }

    /// <summary>The keys of a workspace.</summary>
    internal static string Keys(string workspace) => workspace == "main" ? "/keys" : $"/keys?workspace={Uri.EscapeDataString(workspace)}";

    /// <summary>A page of the workspaces.</summary>
    internal static string Workspaces(int page = 1) => page == 1 ? "/workspaces" : $"/workspaces?page={page}";

    /// <summary>Who changed what, from a position back.</summary>
    internal static string Audit(long? after = null) => after is null ? "/audit" : $"/audit?after={after}";

    private static string Part(string name, string? value) => string.IsNullOrEmpty(value) ? string.Empty : $"&{name}={Uri.EscapeDataString(value)}";
}
