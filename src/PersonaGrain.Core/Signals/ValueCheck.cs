using ValueType = PersonaGrain.Catalogs.ValueType;

namespace PersonaGrain.Signals;

/// <summary>Checks what a signal is worth: its own value, else the attribute that the catalog names.</summary>
internal static class ValueCheck
{
    /// <summary>The signal's own value as it is stored: one that is out of range is noted and left out. Then the attribute counts; one that can not be read is noted.</summary>
    internal static double? Check(Signal signal, SignalReading reading, ref FieldNotes notes)
    {
        if (reading.ValueAttribute is { } attribute)
        {
            Check(signal.Attributes[attribute], attribute, ref notes);
        }

        if (signal.Value is not { } own || Math.Abs(own) <= SignalReading.MaximumValue)
        {
            return signal.Value;
        }

        notes.Add(OutOfRange("value"));
        return null;
    }

    private static void Check(in AttributeValue value, string attribute, ref FieldNotes notes)
    {
        if (value.Kind == AttributeKind.None)
        {
            return;
        }

        if (!ValueConversion.TryRead(value, ValueType.Number, out var number))
        {
            notes.Add(new SignalFault(
                "unreadable_value",
                FieldName.Of("attributes", attribute),
                $"the value of the signal stands here, but {ValueConversion.Describe(value)} was sent that is no plain number; send one such as 1149.90")
            {
                Sample = ValueMask.Of(value),
            });
        }
        else if (!(Math.Abs(number.Number) <= SignalReading.MaximumValue))
        {
            notes.Add(OutOfRange(FieldName.Of("attributes", attribute)));
        }
    }

    private static SignalFault OutOfRange(string field) =>
        new("value_out_of_range", field, $"a value is a finite number of magnitude at most {SignalReading.MaximumValue:R}; without it the signal has none");
}
