using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PersonaGrain.Cli.Tests.Readme;

/// <summary>Whether an answer is the one that the README shows.</summary>
/// <remarks>
/// JSON is compared by content, so that the README may lay it out. Scores change as time passes: numbers may differ by one in a
/// thousand. Unless the block says <c>exact</c>, one time is as good as another, since the reader runs it at a time of their own.
/// A block that says <c>part</c> leaves out names and elements; what it shows must be there.
/// </remarks>
internal static partial class Likeness
{
    /// <summary>The first difference, or null where there is none.</summary>
    internal static string? Difference(FencedBlock shown, string answer)
    {
        if (shown.Info is "text" or "text exact")
        {
            var (expected, actual) = shown.Info == "text exact" ? (Plain(shown.Text), Plain(answer)) : (WithoutTimes(shown.Text), WithoutTimes(answer));
            return expected == actual ? null : $"shown:\n{expected}\ngiven:\n{actual}";
        }

        var difference = new Measure(Part: shown.Info == "json part").Compare(Read(shown.Text), Read(answer), "$");
        return difference is null ? null : $"{difference}\nthe whole answer:\n{answer}";
    }

    private static string WithoutTimes(string text) => TimePattern().Replace(Plain(text), "TIME");

    // Tables fill their cells with blanks up to the end of a line, which nobody sees.
    private static string Plain(string text) => string.Join('\n', text.Split('\n').Select(static line => line.TrimEnd())).Trim('\n');

    /// <summary>One or many JSON values, as one array.</summary>
    private static JsonElement Read(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { AllowMultipleValues = true });
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(JsonElement.ParseValue(ref reader).GetRawText());
        }

        return JsonDocument.Parse($"[{string.Join(',', values)}]").RootElement;
    }

    private sealed record Measure(bool Part)
    {
        internal string? Compare(JsonElement shown, JsonElement given, string path)
        {
            if (shown.ValueKind != given.ValueKind)
            {
                return $"{path}: shown {shown}, given {given}";
            }

            return shown.ValueKind switch
            {
                JsonValueKind.Object => Objects(shown, given, path),
                JsonValueKind.Array => Part ? Elements(shown, given, path) : Arrays(shown, given, path),
                JsonValueKind.Number => AreNear(shown.GetDouble(), given.GetDouble()) ? null : $"{path}: shown {shown}, given {given}",
                _ => AreAlike(shown.ToString(), given.ToString()) ? null : $"{path}: shown {shown}, given {given}",
            };
        }

        private string? Objects(JsonElement shown, JsonElement given, string path)
        {
            var names = shown.EnumerateObject().Select(property => property.Name).ToHashSet();
            var others = given.EnumerateObject().Select(property => property.Name).ToHashSet();
            var alone = names.Except(others).Concat(Part ? [] : others.Except(names)).ToList();
            return alone.Count > 0
                ? $"{path}: only shown or only given: {string.Join(", ", alone)}"
                : First(shown.EnumerateObject().Select(property => Compare(property.Value, given.GetProperty(property.Name), $"{path}.{property.Name}")));
        }

        private string? Arrays(JsonElement shown, JsonElement given, string path) => shown.GetArrayLength() == given.GetArrayLength()
            ? First(shown.EnumerateArray().Zip(given.EnumerateArray()).Select((pair, index) => Compare(pair.First, pair.Second, $"{path}[{index}]")))
            : $"{path}: shown {shown.GetArrayLength()} elements, given {given.GetArrayLength()}";

        private string? Elements(JsonElement shown, JsonElement given, string path) => First(shown.EnumerateArray().Select((element, index) =>
            given.EnumerateArray().Any(other => Compare(element, other, path) is null) ? null : $"{path}[{index}]: not given: {element}"));

        private static bool AreNear(double shown, double given) => Math.Abs(shown - given) <= 1e-3 * Math.Max(1, Math.Abs(shown));

        private static bool AreAlike(string shown, string given) => WithoutTimes(shown) == WithoutTimes(given);

        private static string? First(IEnumerable<string?> differences) => differences.FirstOrDefault(one => one is not null);
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex TimePattern();
}
