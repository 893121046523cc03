namespace PersonaGrain.Cli.Reports.Html;

/// <summary>Draws who entered, upwards, and who left, downwards, hour by hour.</summary>
internal static class FlowPlot
{
    private const int Half = 50;

    internal static void Write(TextWriter output, IReadOnlyList<FlowHour> flow)
    {
        if (flow.Count == 0)
        {
            return;
        }

        var (first, last) = (flow.Min(static hour => hour.Hour), flow.Max(static hour => hour.Hour));
        var hours = (int)(last - first).TotalHours + 1;
        var most = flow.Max(static hour => Math.Max(hour.Entered, hour.Exited));
        output.WriteLine("<h3>Flow by the hour</h3>");
        output.WriteLine($"<svg class=\"flow\" viewBox=\"0 0 {hours} {2 * Half}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Entered and left by the hour\">");
        foreach (var hour in flow)
        {
            var place = (int)(hour.Hour - first).TotalHours;
            output.WriteLine(FormattableString.Invariant(
                $"<rect class=\"above\" x=\"{place + 0.1}\" width=\"0.8\" y=\"{Half - Height(hour.Entered, most):0.##}\" height=\"{Height(hour.Entered, most):0.##}\"/>")
                + FormattableString.Invariant($"<rect class=\"below\" x=\"{place + 0.1}\" width=\"0.8\" y=\"{Half}\" height=\"{Height(hour.Exited, most):0.##}\"/>"));
        }

        output.WriteLine($"<line class=\"axis\" x1=\"0\" x2=\"{hours}\" y1=\"{Half}\" y2=\"{Half}\"/></svg>");
        output.WriteLine($"<p class=\"quiet ends\"><span>{ReportWords.Time(first)}</span><span>{ReportWords.Time(last)}</span></p>");
        output.WriteLine(
            $"<p class=\"quiet\"><span class=\"key\" style=\"background: var(--above)\"></span>entered<span class=\"key\" style=\"background: var(--below)\"></span>left; at most {ReportWords.Whole(most)} in an hour</p>");
    }

    private static double Height(long count, long most) => most == 0 ? 0 : (double)count / most * Half;
}
