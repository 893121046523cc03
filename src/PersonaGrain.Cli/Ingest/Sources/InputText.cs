using System.Buffers;
using System.Text;
using PersonaGrain.Cli.Mappings;

namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>Reads the bytes of files as text, and refuses what is none.</summary>
internal static class InputText
{
    private const int BufferSize = 1 << 16;
    private const int HeadLength = 1 << 17;
    private const int MaximumBefore = 40;

    /// <summary>The text of a content. A byte order mark at its beginning wins over the encoding.</summary>
    public static StreamReader Open(Stream content, Encoding? encoding) =>
        new(content, encoding ?? FileEncodings.Utf8, detectEncodingFromByteOrderMarks: true, BufferSize);

    /// <summary>The beginning of a file's text, up to its last whole line.</summary>
    /// <exception cref="InputFaultException">It is not text in this encoding.</exception>
    public static string Head(string path, Encoding? encoding)
    {
        using var file = new InputFile(path);
        using var text = Open(file.Content, encoding);
        var head = new char[HeadLength];
        var length = 0;
        try
        {
            while (length < head.Length && text.Read(head.AsSpan(length)) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (InvalidDataException)
        {
            // A damaged archive is told when the file itself is read, with how far that came.
        }
        catch (DecoderFallbackException)
        {
            throw Invalid(path, encoding);
        }

        var whole = length < head.Length ? length : Array.LastIndexOf(head, '\n') + 1;
        if (!text.CurrentEncoding.WebName.StartsWith("utf-16", StringComparison.Ordinal) && head.AsSpan(0, length).Contains('\0'))
        {
            throw new InputFaultException("the file holds zero bytes, as text in UTF-16 does", "write \"encoding\": \"utf-16\" in the mapping if it is text");
        }

        return new string(head, 0, whole > 0 ? whole : length);
    }

    /// <summary>The content in UTF-8: that of a file, unless a byte order mark says that it is UTF-16.</summary>
    public static Stream AsUtf8(InputFile file, string path)
    {
        Span<byte> start = stackalloc byte[2];
        var length = 0;
        using (var look = new InputFile(path))
        {
            try
            {
                length = look.Content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            }
            catch (InvalidDataException)
            {
                // Told when the file itself is read.
            }
        }

        var mark = start[..length];
        var encoding = mark.SequenceEqual(Encoding.Unicode.Preamble) ? Encoding.Unicode
            : mark.SequenceEqual(Encoding.BigEndianUnicode.Preamble) ? Encoding.BigEndianUnicode
            : null;
        return encoding is null ? file.Content : Encoding.CreateTranscodingStream(file.Content, encoding, Encoding.UTF8);
    }

    /// <summary>What is said of a file whose bytes are not text in its encoding, with the line.</summary>
    public static InputFaultException Invalid(string path, Encoding? encoding)
    {
        if (encoding is not null && encoding.CodePage != FileEncodings.Utf8.CodePage)
        {
            return new InputFaultException(
                $"the file is not text in {encoding.WebName}",
                "correct \"encoding\" in the mapping: \"utf-8\", or \"windows-1252\" where its umlauts and accents are one byte each");
        }

        using var file = new InputFile(path);
        var (number, before) = FirstInvalidLine(file.Content);
        return new InputFaultException(
            $"line {number:N0} is not UTF-8{(before.Length == 0 ? string.Empty : $", behind '{before}'")}",
            "write the file's encoding in the mapping, such as \"encoding\": \"windows-1252\" (what Western European programs mostly write) or \"iso-8859-15\"");
    }

    /// <summary>The number of the first line that is not UTF-8, from 1, and what stands in it before that place; the last one where all are.</summary>
    private static (long Number, string Before) FirstInvalidLine(Stream content)
    {
        var buffer = new byte[BufferSize];
        var before = new StringBuilder();
        var (line, carried) = (1L, 0);
        while (true)
        {
            var read = content.Read(buffer, carried, buffer.Length - carried);
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, carried + read);
            while (!rest.IsEmpty)
            {
                var status = Rune.DecodeFromUtf8(rest, out var rune, out var consumed);
                if (status == OperationStatus.NeedMoreData && read > 0)
                {
                    break;
                }

                if (status != OperationStatus.Done)
                {
                    return (line, before.ToString());
                }

                line += rune.Value == '\n' ? 1 : 0;
                Follow(before, rune);
                rest = rest[consumed..];
            }

            if (read == 0)
            {
                return (line, before.ToString());
            }

            carried = rest.Length;
            rest.CopyTo(buffer);
        }
    }

    /// <summary>Keeps the last characters of the line so far.</summary>
    private static void Follow(StringBuilder before, Rune next)
    {
        if (next.Value is '\n')
        {
            before.Clear();
            return;
        }

        before.Remove(0, before.Length < MaximumBefore ? 0 : 1).Append(ShownText.Of(next.ToString()));
    }
}
