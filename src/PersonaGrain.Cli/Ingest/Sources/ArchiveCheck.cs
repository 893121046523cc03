namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>
/// Unpacks the gzipped files of a run once before anything is loaded: what follows a damaged place can look like rows, and mostly only the checksum
/// behind all of them tells.
/// </summary>
/// <remarks>One that is cut off passes: what stands before the cut is sound, and is told when it is loaded.</remarks>
internal sealed class ArchiveCheck(IReadOnlyList<IngestInput> inputs)
{
    private readonly long _bytes = inputs.Sum(static input => new FileInfo(input.OnDisk).Length);
    private long _read;

    /// <summary>How much of the files was looked at, 0 to 1.</summary>
    public double Fraction => _bytes == 0 ? 1 : (double)Interlocked.Read(ref _read) / _bytes;

    /// <summary>Which of some inputs there is something to check of.</summary>
    public static IReadOnlyList<IngestInput> Packed(IEnumerable<IngestInput> inputs) => [.. inputs.Where(static input =>
    {
        using var file = new InputFile(input.OnDisk);
        return file.IsPacked;
    })];

    /// <summary>Unpacks all.</summary>
    /// <exception cref="InputFaultException">One is damaged.</exception>
    public void Run(CancellationToken cancellation)
    {
        var done = 0L;
        foreach (var input in inputs)
        {
            using var file = new InputFile(input.OnDisk);
            Check(input, file, done, cancellation);
            done += file.Length;
        }
    }

    private void Check(IngestInput input, InputFile file, long done, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 16];
        var lines = 0L;
        try
        {
            while (file.Content.Read(buffer) is > 0 and var read)
            {
                cancellation.ThrowIfCancellationRequested();
                lines += buffer.AsSpan(0, read).Count((byte)'\n');
                Interlocked.Exchange(ref _read, done + file.Position);
            }
        }
        catch (InvalidDataException) when (file.IsCutOff)
        {
            // Told when it is loaded, with what of it was.
        }
        catch (InvalidDataException)
        {
            throw new InputFaultException(
                $"the gzip file is damaged: {lines:N0} lines could be unpacked before it failed, and its checksum does not hold for them; nothing was taken, "
                + "since the last of them may be wrong",
                $"fetch it again, then run the same command; to take it as it is, unpack it first: gzip -dc {input.Path} > FILE")
            {
                File = input.Path,
            };
        }
    }
}
