using System.IO.Pipelines;
using System.Text;
using PersonaGrain.Gateway.Ingest;

namespace PersonaGrain.Gateway.Tests.Ingest;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4096)]
    public async Task Lines_are_the_same_however_the_stream_is_cut(int bufferSize)
    {
        var lines = await ReadAsync("one\r\n\ntwo\n" + new string('x', 60) + "\nthree\n" + new string('y', 21) + "\n" + new string('z', 20), bufferSize);

        lines.ShouldBe(["1:one", "2:", "3:two", "4!", "5:three", "6!", "7:" + new string('z', 20)]);
    }

    [Fact]
    public async Task Byte_order_mark_is_passed_over() => (await ReadAsync("\uFEFFone\n", 64)).ShouldBe(["1:one"]);

    [Fact]
    public async Task Empty_stream_has_no_line() => (await ReadAsync("", 64)).ShouldBeEmpty();

    [Fact]
    public async Task Stream_that_never_ends_a_line_is_read_to_the_limit_of_all_bytes_only()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var reader = new LineReader(PipeReader.Create(new EndlessLine()), 20, 100_000);

        (await reader.ReadAsync(patience.Token)).ShouldBeTrue();

        reader.TooLong.ShouldBeTrue();
        reader.Bytes.ShouldBeInRange(100_001, 200_000);
    }

    private static async Task<List<string>> ReadAsync(string text, int bufferSize)
    {
        var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var reader = new LineReader(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: bufferSize, minimumReadSize: 1)), 20, long.MaxValue);
        var lines = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            lines.Add(reader.TooLong ? $"{reader.Number}!" : $"{reader.Number}:{Encoding.UTF8.GetString(reader.Line.Span)}");
        }

        return lines;
    }

    private sealed class EndlessLine : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            buffer.Span.Fill((byte)'x');
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
