using System.Globalization;
using System.Text.Json;

namespace PersonaGrain.Grains.Benchmarks.Reporting;

/// <summary>What a command found. Progress goes to standard error as it comes; the rows to standard output, as text at once or as JSON at the end.</summary>
internal sealed class Report(bool json)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<Dictionary<string, object>> _rows = [];
    private readonly List<Dictionary<string, object>> _goals = [];

    public static void Progress(FormattableString line) => Console.Error.WriteLine("  " + line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A row: its name, and numbers by name.</summary>
    public void Row(string name, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        var row = new Dictionary<string, object> { ["row"] = name };
        var text = $"{name,-58}";
        foreach (var (number, value) in numbers)
        {
            row[number] = Math.Round(value, 3);
            text += string.Create(CultureInfo.InvariantCulture, $"  {number} {Short(value)}");
        }

        _rows.Add(row);
        Print(text);
    }

    /// <summary>A ratio that has a goal, each of its rounds, and whether it is reached by the median of them.</summary>
    public void Goal(string name, IReadOnlyList<double> ratios, double reach)
    {
        var median = Median(ratios);
        var rounds = ratios.Select(ratio => Math.Round(ratio, 3)).ToArray();
        _goals.Add(new() { ["goal"] = name, ["ratio"] = Math.Round(median, 3), ["rounds"] = rounds, ["reach"] = reach, ["reached"] = median >= reach });
        Print(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: median {median:F2} of {string.Join(", ", rounds.Select(Short))} (reach >= {reach:0.##}: {(median >= reach ? "reached" : "missed")})"));
    }

    /// <summary>Writes the JSON, where it was asked for.</summary>
    public void Write()
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new { processors = Environment.ProcessorCount, runtime = Environment.Version.ToString(), rows = _rows, goals = _goals }, Indented));
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Short(double value) => value.ToString(Math.Abs(value) >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);

    private void Print(string line)
    {
        if (!json)
        {
            Console.WriteLine(line);
        }
    }
}
