using System.Text.Json;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Signals;
using PersonaGrain.Signals.Composition;

namespace PersonaGrain.Gateway.Json;

/// <summary>How faults name what stands under a flat name: in the words of the sender.</summary>
/// <param name="Field">The object that is read, such as <c>properties</c>.</param>
/// <param name="Prefix">What its names get put before them, with its dot.</param>
internal readonly record struct FlatField(string Field, string Prefix)
{
    private const int ShownLength = 64;

    /// <summary>The field of a flat name, short enough to be repeated.</summary>
    internal string Of(ReadOnlySpan<char> name)
    {
        if (name.Length <= Prefix.Length)
        {
            return Field;
        }

        var rest = name[Prefix.Length..];
        if (rest.Length <= ShownLength)
        {
            return string.Concat(Field, ".", rest);
        }

        var shown = char.IsHighSurrogate(rest[ShownLength - 1]) ? ShownLength - 1 : ShownLength;
        return string.Concat(Field, ".", rest[..shown], "…");
    }

    /// <summary>The flat name of a member, in composed form; false, noted, where it is none.</summary>
    internal bool TryName(JsonProperty property, string prefix, SignalNotes notes, out string name)
    {
        name = property.Name;
        if (string.IsNullOrWhiteSpace(name) || name.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            notes.AddContent(new SignalFault("invalid_name", Of(prefix.AsSpan().TrimEnd('.')),
                "a name is empty or has control characters, half a surrogate pair or broken UTF-8, so it was left out; use plain names"));
            return false;
        }

        name = ComposedText.Of(name);
        name = prefix.Length == 0 ? name : prefix + name;
        return true;
    }

    /// <summary>The fault of what lies too deep under a flat name.</summary>
    internal SignalFault TooDeep(ReadOnlySpan<char> name)
    {
        var field = Of(name);
        return new("nested_too_deeply", field, $"{field} is nested more than {JsonFlattener.MaximumDepth} levels deep, so it was left out; send flatter data");
    }
}
