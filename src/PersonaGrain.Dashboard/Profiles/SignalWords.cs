using System.Globalization;
using PersonaGrain.Signals;

namespace PersonaGrain.Dashboard.Profiles;

/// <summary>What a signal says beside its type and time, in one line.</summary>
internal static class SignalWords
{
    private const int MostLength = 300;

    internal static string Of(Signal signal)
    {
        List<string> words = [];
        if (signal.Value is { } value)
        {
            words.Add(value.ToString("0.##", CultureInfo.InvariantCulture));
        }

        foreach (var (name, attribute) in signal.Attributes.Entries)
        {
            words.Add($"{name}: {attribute}");
        }

        words.AddRange(signal.Traits.Select(static trait => trait.Removes ? $"− {trait.Name}" : $"{trait.Name} = {trait.Value}"));
        var text = string.Join(", ", words);
        return text.Length <= MostLength ? text : string.Concat(text.AsSpan(0, MostLength), "…");
    }
}
