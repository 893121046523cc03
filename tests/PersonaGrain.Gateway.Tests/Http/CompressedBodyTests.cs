using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Http;

public sealed class CompressedBodyTests
{
    private const int Lines = 3_000;

    public static TheoryData<string> Encodings => [.. Compressed.Encodings];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Body_is_decompressed(string encoding)
    {
        await using var host = await StartAsync();

        (await SendAsync(host, "batch", encoding, Compressed.Bytes(encoding, Batch()))).Json.GetProperty("accepted").GetInt32().ShouldBe(100);
        (await SendAsync(host, "signals", encoding, Compressed.Bytes(encoding, Stream()))).Json.GetProperty("accepted").GetInt32().ShouldBe(Lines);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Body_that_is_cut_off_is_named_as_such_and_no_part_of_it_counts(string encoding)
    {
        await using var host = await StartAsync();
        foreach (var (path, whole) in new[] { ("batch", Compressed.Bytes(encoding, Batch())), ("signals", Compressed.Bytes(encoding, Stream())) })
        {
            foreach (var length in new[] { 5, whole.Length / 2, whole.Length - 1 })
            {
                (await SendAsync(host, path, encoding, whole[..length])).ShouldBeProblem(400, Reason(encoding));
            }
        }

        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(404, "unknown_profile");
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Body_that_is_broken_is_named_as_such_and_no_part_of_it_counts(string encoding)
    {
        await using var host = await StartAsync();
        foreach (var (path, plain) in new[] { ("batch", Batch()), ("signals", Stream()) })
        {
            (await SendAsync(host, path, encoding, System.Text.Encoding.UTF8.GetBytes(plain))).ShouldBeProblem(400, Reason(encoding));
        }

        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(404, "unknown_profile");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Body_whose_checksum_is_wrong_does_not_count(string encoding)
    {
        await using var host = await StartAsync();
        var changed = Compressed.Bytes(encoding, Stream());
        changed[^(encoding == "gzip" ? 6 : 2)] ^= 1;

        (await SendAsync(host, "signals", encoding, changed)).ShouldBeProblem(400, Reason(encoding));

        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(404, "unknown_profile");
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Body_that_unfolds_beyond_the_limit_is_refused_and_no_part_of_it_counts(string encoding)
    {
        await using var host = await StartAsync(new GatewayOptions { MaximumSignalStreamBytes = 100_000, MaximumBatchBytes = 100_000, SignalChunk = 1 });

        (await SendAsync(host, "signals", encoding, Compressed.Bytes(encoding, Stream()))).ShouldBeProblem(413, "body_too_large");
        (await SendAsync(host, "batch", encoding, Compressed.Bytes(encoding, Batch() + new string(' ', 100_000)))).ShouldBeProblem(413, "body_too_large");

        (await host.GetAsync("/v1/profiles/ada")).ShouldBeProblem(404, "unknown_profile");
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public async Task Encoding_that_is_not_known_is_answered_415(string encoding)
    {
        await using var host = await StartAsync();

        (await SendAsync(host, "batch", encoding, Compressed.Bytes("gzip", Batch()))).ShouldBeProblem(415, "unsupported_encoding");
        (await SendAsync(host, "signals", encoding, Compressed.Bytes("gzip", Stream()))).ShouldBeProblem(415, "unsupported_encoding");
    }

    [Fact]
    public async Task Identity_is_no_compression()
    {
        await using var host = await StartAsync();

        (await SendAsync(host, "signals", "identity", System.Text.Encoding.UTF8.GetBytes(Stream()))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Key_in_a_compressed_body_is_read_and_a_broken_body_is_told_before_a_missing_key()
    {
        await using var host = await StartAsync(new GatewayOptions { Keys = { Write = { "write-key" } } });
        var whole = Compressed.Bytes("gzip", """{"batch":[{"type":"page","userId":"ada"}],"writeKey":"write-key"}""");

        (await SendAsync(host, "batch", "gzip", whole)).Status.ShouldBe(200);
        (await SendAsync(host, "batch", "gzip", whole[..^1])).ShouldBeProblem(400, "invalid_gzip");
        (await SendAsync(host, "batch", "zstd", whole)).ShouldBeProblem(415, "unsupported_encoding");
        (await SendAsync(host, "signals", "gzip", whole[..^1])).ShouldBeProblem(401, "missing_key");
    }

    // Chunks of one signal: whatever is handed over before the end was seen would be durable.
    private static Task<GatewayHost> StartAsync(GatewayOptions? options = null) => GatewayHost.StartAsync(options: options ?? new GatewayOptions { SignalChunk = 1 });

    private static Task<Answer> SendAsync(GatewayHost host, string path, string encoding, byte[] body) =>
        host.SendAsync(HttpMethod.Post, "/v1/" + path, body, encoding);

    private static string Reason(string encoding) => encoding.EndsWith("gzip", StringComparison.Ordinal) ? "invalid_gzip" : "invalid_compression";

    private static string Batch() =>
        $$"""{"batch":[{{string.Join(',', Enumerable.Range(0, 100).Select(index => $$"""{"type":"page","userId":"ada","messageId":"m{{index}}"}"""))}}]}""";

    private static string Stream() => string.Join('\n', Enumerable.Range(0, Lines)
        .Select(index => $$"""{"id":"{{Guid.NewGuid()}}","profile":"ada","type":"product_viewed","time":"2026-03-01T11:00:00Z","value":{{index}}}"""));
}
