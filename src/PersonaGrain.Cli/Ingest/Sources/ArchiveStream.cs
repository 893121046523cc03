namespace PersonaGrain.Cli.Ingest.Sources;

/// <summary>A file that tells whether more was asked for than it holds: an archive that ends too early is cut off, one that fails before its end is damaged.</summary>
internal sealed class ArchiveStream(string path)
    : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan)
{
    /// <summary>Reading came to the end and went on.</summary>
    public bool HasEnded { get; private set; }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => Told(base.Read(buffer, offset, count), count);

    /// <inheritdoc />
    public override int Read(Span<byte> buffer) => Told(base.Read(buffer), buffer.Length);

    private int Told(int read, int wanted)
    {
        HasEnded |= read == 0 && wanted > 0;
        return read;
    }
}
