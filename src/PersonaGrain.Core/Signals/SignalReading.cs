using System.Collections.Frozen;
using PersonaGrain.Catalogs;
using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Signals;

/// <summary>How a catalog reads the signals of one type: declared attributes as their types, and the value from its attribute.</summary>
/// <remarks>
/// The journal keeps what was sent. It is read whenever it is folded, learned or shown, so that a later catalog answers as if it had always been in force.
/// Costs nothing where an attribute is of its type.
/// </remarks>
internal sealed class SignalReading
{
    /// <summary>Everything as it was sent.</summary>
    internal static readonly SignalReading AsSent = new(null);

    /// <summary>The greatest magnitude of a value.</summary>
    internal const double MaximumValue = 1e12;

    private static readonly DeclaredType Worth = new(ValueType.Number, IsMember: false);
    private readonly FrozenDictionary<string, DeclaredType> _types;

    /// <summary>The reading of a declared type; null reads as sent.</summary>
    internal SignalReading(SignalDocument? document)
    {
        ValueAttribute = document?.Value;
        var types = document?.Attributes.ToDictionary(static entry => entry.Key, static entry => DeclaredType.Of(entry.Key, entry.Value), StringComparer.Ordinal) ?? [];
        if (ValueAttribute is not null)
        {
            types[ValueAttribute] = Worth;
        }

        _types = types.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The attribute that the value stands in where a signal has none of its own; null for none. It is read as a number, declared or not.</summary>
    internal string? ValueAttribute { get; }

    /// <summary>Whether any attribute is read as a type.</summary>
    internal bool HasTypes => _types.Count > 0;

    /// <summary>The type that an attribute is read as; null where it is taken as it was sent.</summary>
    internal DeclaredType? TypeOf(string attribute) => _types.TryGetValue(attribute, out var type) ? type : null;

    /// <summary>An attribute as its type; nothing where it can not be read as that, and so for the elements of a member's list.</summary>
    internal static AttributeValue Read(in AttributeValue value, DeclaredType? type)
    {
        if (type is not { } declared)
        {
            return value;
        }

        declared.TryRead(value, out var read);
        return read;
    }

    /// <summary>What the signal is worth: its own value, else that of the declared attribute; null for none.</summary>
    internal double? ValueOf(Signal signal)
    {
        return signal.Value is not null || ValueAttribute is null ? signal.Value : NumberOf(signal, ValueAttribute);
    }

    /// <summary>An attribute as a number, declared or not; null where it holds none, or one that is greater than a value can be.</summary>
    internal static double? NumberOf(Signal signal, string attribute)
    {
        var read = Read(signal.Attributes[attribute], Worth);
        return read.IsNumber && Math.Abs(read.Number) <= MaximumValue ? read.Number : null;
    }

    /// <summary>The whole signal as the catalog reads it; the same one where that is as it was sent.</summary>
    internal Signal Read(Signal signal)
    {
        var attributes = HasTypes ? Read(signal.Attributes) : signal.Attributes;
        var value = ValueOf(signal);
        return ReferenceEquals(attributes, signal.Attributes) && value == signal.Value ? signal : new Signal
        {
            Id = signal.Id,
            Type = signal.Type,
            Time = signal.Time,
            Value = value,
            Attributes = attributes,
            Traits = signal.Traits,
            Origin = signal.Origin,
        };
    }

    /// <summary>What a measure depends on beside its filter, as text: the attribute of the value, and the types of the attributes that it tests. Empty where it is read as sent.</summary>
    internal string Describe(IEnumerable<string> attributes)
    {
        var types = attributes.Where(_types.ContainsKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(attribute => $"{attribute.Length}:{attribute}={_types[attribute].Identity}");
        string[] parts = [.. ValueAttribute is null ? [] : new[] { $"value={ValueAttribute.Length}:{ValueAttribute}" }, .. types];
        return string.Join(';', parts);
    }

    private AttributeSet Read(AttributeSet attributes)
    {
        KeyValuePair<string, AttributeValue>[]? changed = null;
        for (var index = 0; index < attributes.Count; index++)
        {
            var (name, value) = attributes.Entries[index];
            if (TypeOf(name) is { } type && !ValueConversion.IsOf(value, type.Type))
            {
                changed ??= attributes.Entries.ToArray();
                changed[index] = new(name, Read(value, type));
            }
        }

        return changed is null ? attributes : new AttributeSet(Array.FindAll(changed, entry => entry.Value.Kind != AttributeKind.None));
    }
}
