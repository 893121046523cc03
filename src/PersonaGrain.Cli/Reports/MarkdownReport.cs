namespace PersonaGrain.Cli.Reports;

/// <summary>Writes what is special about segments in Markdown.</summary>
internal static class MarkdownReport
{
    private const int Told = 20;

    internal static void Write(TextWriter output, IReadOnlyList<SegmentReport> reports)
    {
        output.WriteLine("# What is special about the segments");
        output.WriteLine();
        output.WriteLine($"{ReportWords.Source(reports)}. {ReportWords.Legend}");
        foreach (var report in reports)
        {
            Write(output, report);
        }
    }

    private static void Write(TextWriter output, SegmentReport report)
    {
        output.WriteLine();
        output.WriteLine($"## {Text(report.Id)}");
        output.WriteLine();
        output.WriteLine((report.Description is { } description ? Text(description).TrimEnd('.') + ". " : string.Empty)
            + $"{ReportWords.Whole(report.Size)} members, {ReportWords.Percent(report.Share)} of {report.Of}; {ReportWords.Whole(report.Entered)} times entered, {ReportWords.Whole(report.Exited)} times left.");
        if (report.Approach is { } approach)
        {
            output.WriteLine();
            output.WriteLine(Text(approach));
        }

        Table(output, "Who they are", report.Demographics);
        Table(output, "What they have more or less often", [.. report.Index.Where(static entry => entry.IsFound).Take(Told)]);
        Scores(output, report);
        Overlaps(output, report);
    }

    private static void Table(TextWriter output, string title, IReadOnlyList<ReportedEntry> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        Head(output, title, "| characteristic | members | of them | of all | index | 95 % | |", "| --- | ---: | ---: | ---: | ---: | --- | --- |");
        foreach (var entry in entries)
        {
            output.WriteLine(
                $"| {Text(entry.Label)} | {ReportWords.Told(entry.N)} | {ReportWords.Percent(entry.Share)} | {ReportWords.Percent(entry.ShareInAll)} | {ReportWords.Number(entry.Index)} "
                + $"| {ReportWords.Interval(entry.Low, entry.High, ReportWords.Number)} | {Finding(entry)} |");
        }
    }

    private static void Scores(TextWriter output, SegmentReport report)
    {
        if (report.Scores.Count == 0)
        {
            return;
        }

        Head(output, "Mean scores", "| score | of them | 95 % | of all |", "| --- | ---: | --- | ---: |");
        foreach (var score in report.Scores)
        {
            output.WriteLine(
                $"| {Text(score.Name)} | {ReportWords.Tenths(score.Mean)} | {ReportWords.Interval(score.Low, score.High, ReportWords.Tenths)} | {ReportWords.Tenths(score.MeanInAll)} |");
        }
    }

    private static void Overlaps(TextWriter output, SegmentReport report)
    {
        if (report.Overlaps.All(static overlap => overlap.Both is null))
        {
            return;
        }

        Head(output, "Other segments that they are in", "| segment | both | of them | of the other |", "| --- | ---: | ---: | ---: |");
        foreach (var overlap in report.Overlaps.Where(static overlap => overlap.Both is not null).Take(Told))
        {
            output.WriteLine($"| {Text(overlap.Segment)} | {ReportWords.Told(overlap.Both)} | {ReportWords.Percent(overlap.Share)} | {ReportWords.Percent(overlap.ShareOfOther)} |");
        }
    }

    private static void Head(TextWriter output, string title, string columns, string line)
    {
        output.WriteLine();
        output.WriteLine($"**{title}**");
        output.WriteLine();
        output.WriteLine(columns);
        output.WriteLine(line);
    }

    private static string Finding(ReportedEntry entry) => entry.Finding switch
    {
        "too_few" => "too few",
        "chance" => "may be chance",
        var finding => Text(finding),
    };

    /// <summary>Text that means nothing to Markdown, on one line.</summary>
    private static string Text(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(static letter => "\\`*_{}[]<>#|!~&".Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : letter.ToString()));
}
