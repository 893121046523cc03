using Microsoft.AspNetCore.Http.Metadata;

namespace PersonaGrain.Gateway.Http;

/// <summary>The most bytes of a body: routing tells the server, for the body as sent, and decompression keeps to it for what it unfolds to.</summary>
internal sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
