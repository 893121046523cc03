using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using PersonaGrain.Journals.Transfer;

namespace PersonaGrain.Silo.Transfer;

/// <summary>Reads the lines of a journal file, gzipped or not, in constant memory.</summary>
internal sealed class JournalFile(string path)
{
    /// <summary>Longer lines are damage: the longest that is written holds a catalog or one signal.</summary>
    private const int LongestLine = 64 << 20;

    private long _read;
    private long _length = 1;

    /// <summary>How much of it was read, 0 to 1.</summary>
    public double Fraction => (double)Interlocked.Read(ref _read) / Interlocked.Read(ref _length);

    /// <summary>Reads it from the beginning.</summary>
    /// <exception cref="TransferException">It is not what it should be, and where.</exception>
    /// <exception cref="IOException">It can not be opened or read.</exception>
    public async IAsyncEnumerable<TransferLine> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan | FileOptions.Asynchronous);
        Interlocked.Exchange(ref _length, Math.Max(1, file.Length));
        Interlocked.Exchange(ref _read, 0);
        using var reader = new TransferReader();
        var pipe = PipeReader.Create(await UnpackedAsync(file, cancellation), new StreamPipeReaderOptions(bufferSize: 1 << 16));
        while (true)
        {
            var part = await ReadAsync(pipe, reader, cancellation);
            Interlocked.Exchange(ref _read, file.Position);
            var rest = part.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                yield return Read(reader, rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (rest.Length > LongestLine)
            {
                throw reader.Unreadable("a line without an end");
            }

            pipe.AdvanceTo(rest.Start, rest.End);
            if (part.IsCompleted)
            {
                reader.ThrowIfIncomplete();
                if (rest.Length > 0)
                {
                    throw reader.Unreadable("something follows after the last line");
                }

                yield break;
            }
        }
    }

    private static async Task<Stream> UnpackedAsync(FileStream file, CancellationToken cancellation)
    {
        var start = new byte[2];
        var count = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        file.Position = 0;
        return count == 2 && start is [0x1F, 0x8B] ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static async Task<ReadResult> ReadAsync(PipeReader pipe, TransferReader reader, CancellationToken cancellation)
    {
        try
        {
            return await pipe.ReadAsync(cancellation);
        }
        catch (InvalidDataException fault)
        {
            throw reader.Unreadable("from here on the compressed data is cut short or changed", fault);
        }
    }

    private static TransferLine Read(TransferReader reader, in ReadOnlySequence<byte> line) =>
        line.IsSingleSegment ? reader.Read(line.FirstSpan) : reader.Read(line.ToArray());
}
