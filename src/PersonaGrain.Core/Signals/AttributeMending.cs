using PersonaGrain.Signals.Composition;

namespace PersonaGrain.Signals;

/// <summary>Checks the attributes of a signal: what can not be stored is cut or left out, what can not be read as declared is noted. Sound ones cost no allocation.</summary>
internal static class AttributeMending
{
    private const string Kind = "attributes";

    /// <summary>The attributes as they are stored; the same where they are sound.</summary>
    internal static AttributeSet Mend(AttributeSet attributes, SignalReading reading, ref FieldNotes notes)
    {
        var count = attributes.Count;
        if (count > AttributeSet.MaximumCount)
        {
            notes.Add(new SignalFault("too_many_attributes", Kind, $"{count} attributes; the first {AttributeSet.MaximumCount} are taken"));
            count = AttributeSet.MaximumCount;
        }

        List<KeyValuePair<string, AttributeValue>>? kept = count < attributes.Count ? [] : null;
        for (var index = 0; index < count; index++)
        {
            ref readonly var entry = ref attributes.Entries[index];
            var isSound = IdentifierText.IsSound(entry.Key, FieldName.MaximumLength) && ReferenceEquals(ComposedText.Of(entry.Key), entry.Key)
                && ValueMending.IsSound(entry.Value);
            if (!isSound)
            {
                kept ??= [.. attributes.Entries[..index]];
            }

            if (isSound)
            {
                kept?.Add(entry);
                CheckType(entry, reading, ref notes);
            }
            else if (FieldName.Check(entry.Key, Kind, ref notes) && TryCompose(entry.Key, attributes, kept!, ref notes, out var name)
                && ValueMending.TryMend(entry.Value, FieldName.Of(Kind, name), ref notes, out var mended))
            {
                kept!.Add(new(name, mended));
                CheckType(kept[^1], reading, ref notes);
            }
        }

        return kept is null ? attributes : new AttributeSet([.. kept]);
    }

    /// <summary>The name in composed form; false, noted, where another attribute has it.</summary>
    private static bool TryCompose(
        string sent, AttributeSet attributes, List<KeyValuePair<string, AttributeValue>> kept, ref FieldNotes notes, out string name)
    {
        var composed = name = ComposedText.Of(sent);
        if (ReferenceEquals(name, sent) || (attributes[name].Kind == AttributeKind.None && !kept.Exists(entry => entry.Key == composed)))
        {
            return true;
        }

        notes.Add(new SignalFault("invalid_name", FieldName.Of(Kind, name),
            "the name came twice, with marks as characters of their own (not in Unicode's composed form, NFC) too; that one was left out"));
        return false;
    }

    private static void CheckType(in KeyValuePair<string, AttributeValue> entry, SignalReading reading, ref FieldNotes notes)
    {
        if (reading.TypeOf(entry.Key) is not { } type || entry.Value.Kind == AttributeKind.None || type.IsOf(entry.Value))
        {
            return;
        }

        if (!type.TryRead(entry.Value, out _))
        {
            // What a signal is worth has a check of its own.
            if (entry.Key != reading.ValueAttribute)
            {
                notes.Add(Misfit(entry, type, "that can not be read as one"));
            }
        }
        else if (notes.IsStrict)
        {
            notes.Add(Misfit(entry, type, "and this signal type refuses to convert (\"faults\": \"reject\")"));
        }
    }

    private static SignalFault Misfit(in KeyValuePair<string, AttributeValue> entry, DeclaredType type, string why) => new(
        "wrong_attribute_type",
        FieldName.Of(Kind, entry.Key),
        $"declared as {ValueConversion.Name(type.Type)}, but holds {ValueConversion.Describe(entry.Value)} {why}")
    {
        Sample = ValueMask.Of(entry.Value),
    };
}
