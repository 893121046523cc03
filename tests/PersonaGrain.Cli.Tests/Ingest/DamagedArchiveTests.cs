using System.IO.Compression;
using System.Text;
using PersonaGrain.Cli.Ingest.Sources;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Ingest;

/// <summary>Gzipped files in which bits have changed: no row that was never written may be taken from them.</summary>
public sealed class DamagedArchiveTests : IDisposable
{
    private const int Rows = 4_000;
    private const int Header = 10;

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();
    private readonly byte[] _packed;
    private readonly string[] _rows;

    public DamagedArchiveTests()
    {
        var random = new Random(1);
        _rows = [.. Enumerable.Range(1, Rows).Select(row => $"{{\"id\":\"{row}\",\"profile\":\"p{random.Next(1_000)}\",\"type\":\"product_viewed\",\"time\":\"2026-03-01T10:00:00Z\"}}")];
        var packed = new MemoryStream();
        using (var writer = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            writer.Write(Encoding.UTF8.GetBytes(string.Join('\n', _rows) + "\n"));
        }

        _packed = packed.ToArray();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task File_that_is_damaged_ends_the_run_before_anything_is_taken(double place)
    {
        var damaged = (byte[])_packed.Clone();
        damaged[(int)(damaged.Length * place)] ^= 0x10;

        await RefusedAsync(damaged);
    }

    [Fact]
    public async Task File_whose_checksum_does_not_hold_ends_the_run_before_anything_is_taken()
    {
        var damaged = (byte[])_packed.Clone();
        damaged[^6] ^= 1;

        await RefusedAsync(damaged);
    }

    [Fact]
    public void Whatever_bit_is_changed_no_row_is_read_that_was_not_written()
    {
        var random = new Random(2);
        var path = _folder.File("signals.gz");
        var refused = 0;
        for (var round = 0; round < 300; round++)
        {
            var damaged = (byte[])_packed.Clone();
            damaged[random.Next(Header, damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, damaged);
            var input = new IngestInput(0, path, path, null, null);
            try
            {
                new ArchiveCheck([input]).Run(CancellationToken.None);
            }
            catch (InputFaultException)
            {
                refused++;
                continue;
            }

            new InputLines([input]).Read().Select(line => line.Text).ShouldBe(_rows);
        }

        refused.ShouldBeGreaterThan(250);
    }

    private async Task RefusedAsync(byte[] damaged)
    {
        await File.WriteAllBytesAsync(_folder.File("signals.gz"), damaged);

        var run = await PersonaRun.OfAsync("ingest", _folder.File("signals.gz"), "--data", _folder.File("store"));

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("the gzip file is damaged: ");
        run.Error.ShouldContain(" lines could be unpacked before it failed");
        run.Error.ShouldContain("nothing was taken");
        Directory.Exists(_folder.File("store")).ShouldBeFalse();
    }
}
