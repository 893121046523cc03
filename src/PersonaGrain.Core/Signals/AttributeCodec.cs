using PersonaGrain.Binary;

namespace PersonaGrain.Signals;

/// <summary>The binary form of an attribute value: its kind, then its content.</summary>
internal static class AttributeCodec
{
    private const int MaximumDepth = 16;

    /// <summary>Writes a value.</summary>
    internal static void Write(in AttributeValue value, in ByteWriter writer)
    {
        writer.Byte((byte)value.Kind);
        switch (value.Kind)
        {
            case AttributeKind.Text:
                writer.Text(value.Text);
                break;
            case AttributeKind.Number:
                writer.Number(value.Number);
                break;
            case AttributeKind.Integer:
                writer.Fixed((ulong)value.Integer);
                break;
            case AttributeKind.Boolean:
                writer.Byte((byte)(value.Boolean ? 1 : 0));
                break;
            case AttributeKind.List:
                writer.Unsigned((ulong)value.List.Length);
                foreach (ref readonly var element in value.List)
                {
                    Write(element, writer);
                }

                break;
        }
    }

    /// <summary>Reads a value.</summary>
    internal static AttributeValue Read(ref ByteReader reader, int depth = 0)
    {
        var kind = (AttributeKind)reader.Byte();
        return kind switch
        {
            AttributeKind.None => default,
            AttributeKind.Text => AttributeValue.Of(reader.Text()),
            AttributeKind.Number => ReadNumber(ref reader),
            AttributeKind.Boolean => AttributeValue.Of(reader.Byte() != 0),
            AttributeKind.Integer => AttributeValue.Of((long)reader.Fixed()),
            AttributeKind.List when depth < MaximumDepth => ReadList(ref reader, depth),
            _ => throw new FormatException($"unknown kind of attribute value {(byte)kind}"),
        };
    }

    private static AttributeValue ReadNumber(ref ByteReader reader)
    {
        var number = reader.Number();
        return double.IsFinite(number) ? AttributeValue.Of(number) : throw new FormatException("a number is not finite");
    }

    private static AttributeValue ReadList(ref ByteReader reader, int depth)
    {
        var elements = new AttributeValue[reader.Count()];
        for (var index = 0; index < elements.Length; index++)
        {
            elements[index] = Read(ref reader, depth + 1);
        }

        return AttributeValue.Of(elements);
    }
}
