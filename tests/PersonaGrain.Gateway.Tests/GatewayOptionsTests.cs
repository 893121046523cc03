using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PersonaGrain.Gateway.Tests;

public sealed class GatewayOptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_documentation()
    {
        var options = new GatewayOptions();

        (options.MaximumEventBytes, options.MaximumBatchBytes, options.MaximumBatchEvents).ShouldBe((32 * 1024, 500 * 1024, 2_500));
        (options.MaximumSignalStreamBytes, options.SignalChunk, options.MaximumReportedRejections).ShouldBe((1L << 30, 1_000, 100));
        (options.MaximumDocumentBytes, options.MaximumConcurrentRequests, options.MaximumEventStreams).ShouldBe((4 * 1024 * 1024, 1_024, 256));
        (options.GridTimeout, options.Heartbeat).ShouldBe((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15)));
        options.HasKeys.ShouldBeFalse();
    }

    [Fact]
    public void From_binds_keys_and_limits()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PersonaGrain:Keys:Write:0"] = "w",
            ["PersonaGrain:Keys:Admin:0"] = "a",
            ["PersonaGrain:GridTimeout"] = "00:00:03",
        }).Build();

        var options = GatewayOptions.From(configuration);

        options.Keys.Write.ShouldBe(["w"]);
        options.Keys.Admin.ShouldBe(["a"]);
        options.GridTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        options.HasKeys.ShouldBeTrue();
    }

    [Fact]
    public void Faulty_options_are_all_named_and_no_key_is_repeated()
    {
        var options = new GatewayOptions { MaximumBatchEvents = 0, Heartbeat = TimeSpan.Zero, Keys = { Write = { "secret-key", " " } } };

        var exception = Should.Throw<OptionsValidationException>(() => new ServiceCollection().AddPersonaGrainGateway(options));

        exception.Failures.Count().ShouldBe(3);
        exception.Message.ShouldNotContain("secret-key");
    }
}
