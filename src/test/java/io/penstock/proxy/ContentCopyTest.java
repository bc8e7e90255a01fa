package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The read buffer is given back at once, whatever becomes of the request. */
class ContentCopyTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(ContentCopy.INSTANCE);

    private static ByteBuf pooled(String text) {
        return ByteBufUtil.writeUtf8(PooledByteBufAllocator.DEFAULT, text);
    }

    @Test
    void handsOnACopyAndGivesTheReadBufferBack() {
        // Given
        ByteBuf read = pooled("xbody").skipBytes(1);
        // When
        channel.writeInbound(new DefaultHttpContent(read));
        // Then
        HttpContent content = channel.readInbound();
        assertThat(content.content().toString(StandardCharsets.UTF_8)).isEqualTo("body");
        assertThat(content.content().alloc()).isNotInstanceOf(PooledByteBufAllocator.class);
        assertThat(read.refCnt()).isZero();
    }

    @Test
    void keepsTheEndAndItsTrailers() {
        // Given
        DefaultLastHttpContent last = new DefaultLastHttpContent(pooled("end"));
        last.trailingHeaders().set("sum", "1");
        // When
        channel.writeInbound(last, LastHttpContent.EMPTY_LAST_CONTENT);
        // Then
        LastHttpContent content = channel.readInbound();
        assertThat(content.content().toString(StandardCharsets.UTF_8)).isEqualTo("end");
        assertThat(content.trailingHeaders().get("sum")).isEqualTo("1");
        assertThat(channel.<Object>readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    }
}
