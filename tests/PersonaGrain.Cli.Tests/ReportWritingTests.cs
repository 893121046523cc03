using System.Text.RegularExpressions;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Reports;
using PersonaGrain.Cli.Reports.Html;
using PersonaGrain.Cli.Stores;

namespace PersonaGrain.Cli.Tests;

/// <summary>Reports of answers that no store here would give: markup in each place, and generations that come while segments are asked for.</summary>
public sealed partial class ReportWritingTests
{
    private const string Markup = "<\"'&>|x";

    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Names_and_values_are_no_markup_wherever_they_stand()
    {
        ReportedEntry[] entries =
        [
            .. new[] { "trait", "measure", "segment", "trigger", "score", Markup }.SelectMany(static kind => new[] { "above", "below", Markup }
                .Select(finding => new ReportedEntry(kind, Markup, Markup, 40, 0.4, 50, 0.5, finding, 80, 70, 90, 0.01))),
            new("trait", Markup, Markup, null, null, 50, 0.5, "below", null, null, null, null),
        ];
        SegmentReport[] reports =
        [
            .. new[] { Markup, Markup + "2" }.Select(id => Report(id, 3) with
            {
                Description = Markup, Flow = [new FlowHour(At, 1, 1)], Scores = [new ReportedScore(Markup, 1, 1, 1, 1)], Demographics = entries, Index = entries,
                Overlaps = [new ReportedOverlap(Markup, 40, 0.4, 0.4), new ReportedOverlap(Markup + "2", null, null, null)],
                Personality = Markup, Persuasion = [Markup, "unity"],
            }),
        ];

        var html = Written(HtmlReport.Write, reports);
        html.ShouldContain("&lt;&quot;&#39;&amp;&gt;|x");
        foreach (var raw in new[] { "<\"", "\"'", "'&>", "&>" })
        {
            html.ShouldNotContain(raw);
        }

        Elements().Matches(html).Select(static element => element.Groups[1].Value).Distinct().ShouldBeSubsetOf(
        [
            "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "section", "div", "table", "tr", "th", "td", "a", "svg", "line", "rect", "text", "ul", "li",
            "span", "b", "details", "summary",
        ]);
        html.ShouldContain("fewer than 30");
        html.ShouldContain("to persuade: &lt;&quot;&#39;&amp;&gt;|x, unity");

        var markdown = Written(MarkdownReport.Write, reports);
        markdown.ShouldContain(@"\<""'\&\>\|x");
        MarkupOfMarkdown().IsMatch(markdown).ShouldBeFalse();
    }

    [Fact]
    public async Task Segment_that_was_not_counted_yet_is_named_and_the_others_are_told()
    {
        var (reports, exit, error) = await ReadAsync(["old", "new"], (name, _) => name == "new" ? null : 4);

        exit.ShouldBe(0, error);
        reports.ShouldNotBeNull().Select(static report => report.Id).ShouldBe(["old"]);
        error.ShouldContain("left out, since they came after people were counted: new");

        (reports, exit, error) = await ReadAsync(["old", "new"], static (_, _) => null);
        (reports, exit).ShouldBe((null, (int)ExitCode.NotFound));
        error.ShouldContain("nobody was counted yet for old, new");
    }

    [Fact]
    public async Task Generation_that_comes_while_segments_are_asked_for_makes_them_asked_once_more()
    {
        var (reports, _, error) = await ReadAsync(["one", "two"], static (_, call) => call == 1 ? 4 : 5);
        reports.ShouldNotBeNull().Select(static report => report.Generation).ShouldBe([5, 5]);
        error.ShouldBeEmpty();

        (reports, _, error) = await ReadAsync(["one", "two"], static (_, call) => call);
        reports.ShouldNotBeNull().Select(static report => report.Generation).ShouldBe([3, 4]);
        error.ShouldContain("of several generations");
        Written(MarkdownReport.Write, reports).ShouldContain("of the generations 3 to 4");
    }

    private static SegmentReport Report(string id, long generation) => new(id, null, generation, At, 100, 50, 0.5, 50, 1, 1, [], [], [], [], 0, []);

    private static string Written(Action<TextWriter, IReadOnlyList<SegmentReport>> write, IReadOnlyList<SegmentReport> reports)
    {
        using var text = new StringWriter();
        write(text, reports);
        return text.ToString();
    }

    private static async Task<(IReadOnlyList<SegmentReport>? Reports, int ExitCode, string Error)> ReadAsync(string[] names, Func<string, int, long?> generation)
    {
        using var error = new StringWriter();
        using var source = new ChangingReports(generation);
        var (reports, exit) = await SegmentReading.ReadAsync(new PersonaConsole(TextWriter.Null, error), source, names, CancellationToken.None);
        return (reports, exit, error.ToString());
    }

    [GeneratedRegex("<([!a-zA-Z][a-zA-Z0-9]*)")]
    private static partial Regex Elements();

    [GeneratedRegex(@"(?<!\\)[<&>]")]
    private static partial Regex MarkupOfMarkdown();

    /// <summary>Answers by the segment and by how many calls there were; null is a segment that was not counted yet.</summary>
    private sealed class ChangingReports(Func<string, int, long?> generation) : ISegmentReports
    {
        private int _calls;

        public Task<(IReadOnlyList<string>? Names, int ExitCode)> NamesAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<GridAnswer> ProfileAsync(string segment, CancellationToken cancellation) => Task.FromResult(generation(segment, ++_calls) is { } there
            ? GridAnswer.Of(Report(segment, there), static (writer, report) => System.Text.Json.JsonSerializer.Serialize(writer, report, System.Text.Json.JsonSerializerOptions.Web))
            : GridAnswer.Failed((int)ExitCode.NotFound));

        public void Dispose()
        {
        }
    }
}
