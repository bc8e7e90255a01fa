package io.penstock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;

/**
 * Copies what an HTTP/1.1 body brings out of the socket's pooled read buffer, just before Vert.x would. Vert.x keeps the
 * content of a request that waits behind another as it came, and forgets it unreleased when the connection closes: each
 * time a read buffer of up to 64 KiB was lost for good. A copy is not copied again. Keeps nothing; one serves all.
 */
@Sharable
final class ContentCopy extends ChannelInboundHandlerAdapter {
    static final ContentCopy INSTANCE = new ContentCopy();

    private ContentCopy() {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean copied =
                message instanceof HttpContent content && content.content().isReadable();
        context.fireChannelRead(copied ? copy((HttpContent) message) : message);
    }

    private static HttpContent copy(HttpContent content) {
        try {
            ByteBuf pooled = content.content();
            int size = pooled.readableBytes();
            ByteBuf copy =
                    VertxByteBufAllocator.DEFAULT.heapBuffer(size).writeBytes(pooled, pooled.readerIndex(), size);
            HttpContent copied = content.replace(copy);
            copied.setDecoderResult(content.decoderResult());
            return copied;
        } finally {
            content.release();
        }
    }
}
